using System.CommandLine;
using Pipeline.Api.Hosting;
using Pipeline.Api.Security;

namespace Pipeline.Tools.Credentials;

/// <summary>Makes a key: prints its configuration line, and the key itself beside the output, where a file does not get it.</summary>
internal static class KeyCommand
{
    private static readonly Argument<string> Name = CredentialName.Argument("What the key is called, in settings and the audit log");

    private static readonly Option<string[]> Roles = new Option<string[]>("--role")
    {
        Description = "What it may do; may be repeated",
        DefaultValueFactory = _ => [Access.Ingest],
    }.AcceptOnlyFromAmong([.. Access.Roles]);

    private static readonly Option<bool> Browser = new("--browser") { Description = "For a page, where everyone can read it: it may only ingest" };

    private static readonly Option<string[]> Origins = new("--origin")
    {
        Description = "With --browser: where its pages come from, such as https://shop.example; may be repeated",
        HelpName = "URL",
    };

    public static Command Create()
    {
        var command = new Command("key", "Makes a key for a machine or a page, and prints its configuration line") { Name, Roles, Browser, Origins };
        command.Validators.Add(result =>
        {
            var origins = result.GetValue(Origins) ?? [];
            if (result.GetValue(Browser) != origins.Length > 0)
            {
                result.AddError("--browser and --origin go together.");
            }

            if (result.GetValue(Browser) && (result.GetValue(Roles) ?? []).Any(role => role != Access.Ingest))
            {
                result.AddError("A browser key may only ingest.");
            }

            foreach (var origin in origins.Where(origin => !CrossOriginOptions.IsOrigin(origin)))
            {
                result.AddError($"'{origin}' is not an origin such as https://shop.example.");
            }
        });
        command.SetAction(parsed =>
        {
            Print(parsed.GetValue(Name)!, parsed.GetValue(Roles)!, parsed.GetValue(Origins) ?? [], Console.Out, Console.Error);
            return 0;
        });
        return command;
    }

    internal static void Print(string name, string[] roles, string[] origins, TextWriter output, TextWriter beside)
    {
        var key = AccessKey.Create();
        output.WriteLine(AccessLine.WriteKey(name, roles.Distinct(), AccessKey.WriteHash(key), origins));
        beside.WriteLine($"The key, which is kept nowhere: {key}");
    }
}
