using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Antiforgery;
using Pipeline.Api.Security;

namespace Pipeline.Api.SignIn;

/// <summary>The pages on which people sign in, or see that they may do nothing: no script, and no style but their own file.</summary>
internal static class SignInPage
{
    public const string StylePath = "/sign-in.css";

    public const string ContentPolicy =
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public const string Style =
        """
        :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
        body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: light-dark(#f4f5f7, #14171c); color: light-dark(#1b1f24, #e6e8eb); }
        main { box-sizing: border-box; width: min(22rem, 100vw); padding: 2rem; background: light-dark(#fff, #1f242b); border-radius: 8px; box-shadow: 0 1px 4px light-dark(#0003, #000a); }
        h1 { margin: 0 0 1rem; font-size: 1.25rem; font-weight: 600; }
        label { display: block; margin-top: 1rem; }
        input { box-sizing: border-box; width: 100%; margin-top: .25rem; padding: .5rem; font: inherit; color: inherit; background: transparent; border: 1px solid light-dark(#8a929c, #75808c); border-radius: 4px; }
        button, a { display: block; box-sizing: border-box; width: 100%; margin-top: 1.5rem; padding: .6rem; font: inherit; text-align: center; text-decoration: none; color: #fff; background: #1f5fbf; border: 0; border-radius: 4px; cursor: pointer; }
        :focus-visible { outline: 2px solid light-dark(#1f5fbf, #8ab4f8); outline-offset: 2px; }
        [role=alert] { margin: 0; padding: .5rem .75rem; border-left: 4px solid light-dark(#b3261e, #f2b8b5); }
        """;

    private static readonly HtmlEncoder Html = HtmlEncoder.Default;

    /// <summary>The form to sign in.</summary>
    /// <param name="text">What it says, in the reader's language.</param>
    /// <param name="token">Proves that the form is ours.</param>
    /// <param name="returnTo">Where to go afterwards.</param>
    /// <param name="hasProvider">Whether one can sign in at an identity provider as well.</param>
    /// <param name="problem">Why the attempt before failed, or null.</param>
    public static string Write(SignInText text, AntiforgeryTokenSet token, string returnTo, bool hasProvider, string? problem) => Frame(
        text,
        text.Title,
        $"""
        {(problem is null ? "" : $"""<p role="alert">{Html.Encode(problem)}</p>""")}
        <form method="post" action="/api/sign-in">
        <input type="hidden" name="{Html.Encode(token.FormFieldName)}" value="{Html.Encode(token.RequestToken!)}">
        <input type="hidden" name="{SignInCookie.ReturnParameter}" value="{Html.Encode(returnTo)}">
        <label>{Html.Encode(text.Name)}<input name="name" autocomplete="username" autocapitalize="none" required autofocus></label>
        <label>{Html.Encode(text.Password)}<input name="password" type="password" autocomplete="current-password" required></label>
        <button>{Html.Encode(text.Title)}</button>
        </form>
        {(hasProvider ? $"""<a href="{IdentityProvider.Path}?{SignInCookie.ReturnParameter}={Html.Encode(Uri.EscapeDataString(returnTo))}">{Html.Encode(text.AtProvider)}</a>""" : "")}
        """);

    /// <summary>For somebody who has signed in but has no role: who that is, and a button to sign out.</summary>
    public static string WriteNoAccess(SignInText text, string name) => Frame(
        text,
        text.NoAccess,
        $"""
        <p role="alert">{Html.Encode(string.Format(CultureInfo.InvariantCulture, text.HasNoRole, name))}</p>
        <form method="post" action="/api/sign-out">
        <button>{Html.Encode(text.SignOut)}</button>
        </form>
        """);

    private static string Frame(SignInText text, string title, string content) =>
        $"""
        <!doctype html>
        <html lang="{text.Language}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Html.Encode(title)}</title>
        <link rel="stylesheet" href="{StylePath}">
        </head>
        <body>
        <main>
        <h1>{Html.Encode(title)}</h1>
        {content}
        </main>
        </body>
        </html>

        """;
}
