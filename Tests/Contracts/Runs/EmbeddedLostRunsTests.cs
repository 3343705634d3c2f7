using Pipeline.Hosting.Profiles;

namespace Pipeline.Contracts.Runs;

public sealed class EmbeddedLostRunsTests() : LostRunsContract(PipelineProfile.Embedded);
