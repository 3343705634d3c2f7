using System.CommandLine;
using Pipeline.Api.Security;

namespace Pipeline.Tools.Credentials;

/// <summary>Prints the configuration line of a person's account; the password is typed without echo, or is the first line of the input.</summary>
internal static class AccountCommand
{
    private const int MinPasswordLength = 8;

    private static readonly Argument<string> Name = CredentialName.Argument("The name with which the person signs in");

    private static readonly Option<string> Role = new Option<string>("--role")
    {
        Description = "What the person may do",
        DefaultValueFactory = _ => Access.Reader,
    }.AcceptOnlyFromAmong(Access.Reader, Access.Operator);

    public static Command Create()
    {
        var command = new Command("account", "Prints the configuration line of an account") { Name, Role };
        command.SetAction(parsed => Print(parsed.GetValue(Name)!, parsed.GetValue(Role)!, PasswordSource.ForConsole(), Console.Out, Console.Error));
        return command;
    }

    internal static int Print(string name, string role, PasswordSource passwords, TextWriter output, TextWriter errors)
    {
        if (passwords.Read() is not { Length: >= MinPasswordLength } password)
        {
            errors.WriteLine($"A password has at least {MinPasswordLength} characters.");
            return 1;
        }

        if (passwords.Repeat() is { } again && again != password)
        {
            errors.WriteLine("The two passwords differ.");
            return 1;
        }

        output.WriteLine(AccessLine.WriteAccount(name, role, Account.HashPassword(password)));
        return 0;
    }
}
