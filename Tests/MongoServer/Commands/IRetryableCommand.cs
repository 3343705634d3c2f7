namespace Pipeline.MongoServer.Commands;

/// <summary>A write whose statements are remembered by session and transaction number, so that a retry repeats nothing.</summary>
internal interface IRetryableCommand : ICommand;
