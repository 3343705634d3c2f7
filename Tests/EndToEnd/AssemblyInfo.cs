using Xunit.Sdk;
using Xunit.v3;

// Each test has processes of its own; two at a time would only be slower and harder to read.
[assembly: Parallelization(Mode = ParallelMode.None)]
