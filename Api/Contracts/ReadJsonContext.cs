using System.Text.Json.Serialization;
using Pipeline.Core.Analytics;
using Pipeline.Core.Analytics.Journeys;
using Pipeline.Core.Analytics.Present;
using Pipeline.Core.Runs;
using Pipeline.Jobs.Running;

namespace Pipeline.Api.Contracts;

/// <summary>Everything that the reading endpoints return.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(DataResponse<WebConfig>))]
[JsonSerializable(typeof(DataResponse<PresentReport>))]
[JsonSerializable(typeof(DataResponse<TrafficReport>))]
[JsonSerializable(typeof(DataResponse<SearchReport>))]
[JsonSerializable(typeof(DataResponse<ProductAndCartReport>))]
[JsonSerializable(typeof(DataResponse<RevenueReport>))]
[JsonSerializable(typeof(DataResponse<BehaviorReport>))]
[JsonSerializable(typeof(UsersResponse))]
[JsonSerializable(typeof(PagedResponse<UserSession>))]
[JsonSerializable(typeof(DataResponse<UserJourneys>))]
[JsonSerializable(typeof(DataResponse<OpsStatus>))]
[JsonSerializable(typeof(DataResponse<IReadOnlyList<StatusSample>>))]
[JsonSerializable(typeof(PagedResponse<JobRun>))]
[JsonSerializable(typeof(DataResponse<JobRun>))]
[JsonSerializable(typeof(DataResponse<RunReceipt>))]
[JsonSerializable(typeof(PagedResponse<ArchiveDayResponse>))]
[JsonSerializable(typeof(DataResponse<ExpiringResponse>))]
[JsonSerializable(typeof(FailedBatchesResponse))]
[JsonSerializable(typeof(DataResponse<FailedBatch>))]
[JsonSerializable(typeof(DataResponse<RetryReceipt>))]
[JsonSerializable(typeof(DataResponse<RetriedRuns>))]
[JsonSerializable(typeof(DataResponse<DiscardReceipt>))]
[JsonSerializable(typeof(AuditResponse))]
[JsonSerializable(typeof(DataResponse<LedgerResponse>))]
[JsonSerializable(typeof(AlarmsResponse))]
[JsonSerializable(typeof(DataResponse<AlarmResponse>))]
[JsonSerializable(typeof(ErrorResponse))]
internal sealed partial class ReadJsonContext : JsonSerializerContext;
