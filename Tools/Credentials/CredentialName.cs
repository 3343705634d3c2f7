using System.CommandLine;
using Pipeline.Api.Security;

namespace Pipeline.Tools.Credentials;

/// <summary>What an account or key is called; the same argument in both commands.</summary>
internal static class CredentialName
{
    public static Argument<string> Argument(string whose)
    {
        var argument = new Argument<string>("name") { Description = whose };
        argument.Validators.Add(result =>
        {
            if (!AccessLine.IsName(result.Tokens[0].Value))
            {
                result.AddError($"'{result.Tokens[0].Value}' is no name: {AccessLine.NameRule}.");
            }
        });
        return argument;
    }
}
