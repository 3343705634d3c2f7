namespace Pipeline.Api.SignIn;

/// <summary>What the sign-in page says, in one language.</summary>
/// <param name="Language">BCP 47.</param>
/// <param name="Title">Also the button's.</param>
/// <param name="Name">Of the account.</param>
/// <param name="Password">Its password.</param>
/// <param name="AtProvider">To sign in at the organisation's identity provider.</param>
/// <param name="IsWrong">Name or password is.</param>
/// <param name="HasToWait">After too many failures.</param>
/// <param name="PageIsOld">The form's token is not valid any more.</param>
internal sealed record SignInText(
    string Language, string Title, string Name, string Password, string AtProvider, string IsWrong, string HasToWait, string PageIsOld)
{
    private static readonly IReadOnlyList<SignInText> All =
    [
        new("en", "Sign in", "Name", "Password", "Sign in with your organisation", "Name or password is wrong.", "Too many attempts. Wait a while, then try again.",
            "This page was open for too long. Please try again."),
        new("fr", "Se connecter", "Nom", "Mot de passe", "Se connecter avec votre organisation", "Le nom ou le mot de passe est incorrect.",
            "Trop de tentatives. Attendez un moment avant de réessayer.", "Cette page est restée ouverte trop longtemps. Veuillez réessayer."),
        new("it", "Accedi", "Nome", "Password", "Accedi con la tua organizzazione", "Il nome o la password non è corretto.", "Troppi tentativi. Attendi un po', poi riprova.",
            "Questa pagina è rimasta aperta troppo a lungo. Riprova."),
        new("hi", "साइन इन करें", "नाम", "पासवर्ड", "अपने संगठन से साइन इन करें", "नाम या पासवर्ड गलत है।", "बहुत अधिक प्रयास। थोड़ी देर बाद फिर कोशिश करें।",
            "यह पेज बहुत देर तक खुला रहा। कृपया फिर कोशिश करें।"),
    ];

    /// <summary>The language that the browser likes best of those that there are; otherwise English.</summary>
    public static SignInText For(HttpRequest request) =>
        request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(language => language.Quality ?? 1)
            .Select(language => All.FirstOrDefault(text => language.Value.StartsWith(text.Language, StringComparison.OrdinalIgnoreCase)))
            .FirstOrDefault(text => text is not null) ?? All[0];
}
