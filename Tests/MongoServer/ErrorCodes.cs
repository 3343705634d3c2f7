namespace Pipeline.MongoServer;

/// <summary>The server's error codes that this test double answers with.</summary>
internal static class ErrorCodes
{
    public const int InternalError = 1;
    public const int BadValue = 2;
    public const int FailedToParse = 9;
    public const int Unauthorized = 13;
    public const int TypeMismatch = 14;
    public const int InvalidLength = 16;
    public const int IllegalOperation = 20;
    public const int NamespaceNotFound = 26;
    public const int IndexNotFound = 27;
    public const int PathNotViable = 28;
    public const int ConflictingUpdateOperators = 40;
    public const int CursorNotFound = 43;
    public const int NamespaceExists = 48;
    public const int DollarPrefixedFieldName = 52;
    public const int InvalidIdField = 53;
    public const int NotSingleValueField = 54;
    public const int EmptyFieldName = 56;
    public const int CommandNotFound = 59;
    public const int ImmutableField = 66;
    public const int CannotCreateIndex = 67;
    public const int InvalidOptions = 72;
    public const int InvalidNamespace = 73;
    public const int IndexOptionsConflict = 85;
    public const int IndexKeySpecsConflict = 86;
    public const int InvalidPipelineOperator = 168;
    public const int CannotIndexParallelArrays = 171;
    public const int InvalidIndexSpecificationOption = 197;
    public const int QueryFeatureNotAllowed = 224;
    public const int TransactionTooOld = 225;
    public const int UnsupportedOpQueryCommand = 352;
    public const int DuplicateKey = 11000;
    public const int UndefinedVariable = 17276;
    public const int TooLargeAfterUpdate = 17419;
    public const int TooLargeToUpsert = 17420;
    public const int InclusionInExclusion = 31253;
    public const int ExclusionInInclusion = 31254;
    public const int ReplacementIsNotADocument = 40228;
    public const int OneFieldPerAccumulator = 40238;
    public const int OneFieldPerStage = 40323;
    public const int UnrecognizedStage = 40324;
    public const int MissingField = 40414;
    public const int UnknownField = 40415;

    private static readonly Dictionary<int, string> Names = typeof(ErrorCodes).GetFields()
        .ToDictionary(field => (int)field.GetRawConstantValue()!, field => field.Name);

    public static string NameOf(int code) => Names.GetValueOrDefault(code, $"Location{code}");
}
