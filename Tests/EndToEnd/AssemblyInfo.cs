using Xunit;

// Each test has processes of its own; two at a time would only be slower and harder to read.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
