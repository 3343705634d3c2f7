using Pipeline.MongoServer.Commands.Catalog;
using Pipeline.MongoServer.Commands.Reading;
using Pipeline.MongoServer.Commands.Server;
using Pipeline.MongoServer.Commands.Writing;

namespace Pipeline.MongoServer.Commands;

/// <summary>Every command that the test double knows.</summary>
internal static class CommandTable
{
    private static readonly ICommand[] Commands =
    [
        new HelloCommand(), new PingCommand(), new BuildInfoCommand(), new ServerStatusCommand(), new EndSessionsCommand(),
        new ListDatabasesCommand(), new DropDatabaseCommand(), new ListCollectionsCommand(), new CreateCommand(),
        new DropCommand(), new RenameCollectionCommand(), new CollStatsCommand(), new ListIndexesCommand(), new CreateIndexesCommand(), new DropIndexesCommand(),
        new FindCommand(), new GetMoreCommand(), new KillCursorsCommand(),
        new AggregateCommand(), new CountCommand(), new DistinctCommand(),
        new InsertCommand(), new UpdateCommand(), new DeleteCommand(), new FindAndModifyCommand(),
    ];

    public static readonly IReadOnlyDictionary<string, ICommand> All = WithAliases();

    private static Dictionary<string, ICommand> WithAliases()
    {
        var all = Commands.ToDictionary(command => command.Name, StringComparer.Ordinal);
        foreach (var name in HelloCommand.LegacyNames)
        {
            all[name] = all["hello"];
        }

        return all;
    }
}
