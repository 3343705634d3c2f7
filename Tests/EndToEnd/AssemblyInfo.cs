using Xunit.Sdk;
using Xunit.v3;

// Each test has its own processes; two at a time would only be slower and harder to read.
[assembly: Parallelization(Mode = ParallelMode.None)]
