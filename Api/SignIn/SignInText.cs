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
/// <param name="NoAccess">The title where somebody has signed in who may do nothing.</param>
/// <param name="HasNoRole">Who that is, <c>{0}</c>, and what to do.</param>
/// <param name="SignOut">The button there.</param>
internal sealed record SignInText(
    string Language, string Title, string Name, string Password, string AtProvider, string IsWrong, string HasToWait, string PageIsOld,
    string NoAccess, string HasNoRole, string SignOut)
{
    private static readonly IReadOnlyList<SignInText> All =
    [
        new("en", "Sign in", "Name", "Password", "Sign in with your organisation", "Name or password is wrong.", "Too many attempts. Wait a while, then try again.",
            "This page was open for too long. Please try again.", "No access",
            "You are signed in as {0}, but this account has no role here. Ask an operator for one, or sign out and use another account.", "Sign out"),
        new("fr", "Se connecter", "Nom", "Mot de passe", "Se connecter avec votre organisation", "Le nom ou le mot de passe est incorrect.",
            "Trop de tentatives. Attendez un moment avant de réessayer.", "Cette page est restée ouverte trop longtemps. Veuillez réessayer.",
            "Accès refusé", "Vous êtes connecté en tant que {0}, mais ce compte n'a aucun rôle ici. Demandez-en un à un opérateur, ou déconnectez-vous "
            + "pour utiliser un autre compte.", "Se déconnecter"),
        new("it", "Accedi", "Nome", "Password", "Accedi con la tua organizzazione", "Il nome o la password non è corretto.", "Troppi tentativi. Attendi un po', poi riprova.",
            "Questa pagina è rimasta aperta troppo a lungo. Riprova.", "Accesso negato",
            "Hai effettuato l'accesso come {0}, ma questo account non ha alcun ruolo qui. Chiedine uno a un operatore, oppure esci e usa un altro account.",
            "Esci"),
        new("hi", "साइन इन करें", "नाम", "पासवर्ड", "अपने संगठन से साइन इन करें", "नाम या पासवर्ड गलत है।", "बहुत अधिक प्रयास। थोड़ी देर बाद फिर कोशिश करें।",
            "यह पेज बहुत देर तक खुला रहा। कृपया फिर कोशिश करें।", "पहुँच नहीं है",
            "आप {0} के रूप में साइन इन हैं, लेकिन इस खाते की यहाँ कोई भूमिका नहीं है। किसी ऑपरेटर से भूमिका माँगें, या साइन आउट करके दूसरा खाता इस्तेमाल करें।",
            "साइन आउट करें"),
    ];

    /// <summary>The language that the browser likes best of those that there are; otherwise English.</summary>
    public static SignInText For(HttpRequest request) =>
        request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(language => language.Quality ?? 1)
            .Select(language => All.FirstOrDefault(text => language.Value.StartsWith(text.Language, StringComparison.OrdinalIgnoreCase)))
            .FirstOrDefault(text => text is not null) ?? All[0];
}
