namespace Pipeline.Core.Archive.Parquet;

/// <summary>A Parquet file is not what a part should be. It does not leave the adapter.</summary>
/// <param name="problem">What is wrong, as a clause.</param>
internal sealed class UnexpectedPartException(string problem) : PipelineException(problem);
