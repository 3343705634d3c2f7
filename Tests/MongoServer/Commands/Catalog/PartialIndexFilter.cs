using Pipeline.MongoServer.Query;

namespace Pipeline.MongoServer.Commands.Catalog;

/// <summary>What a partial index may ask of a document: nothing that is negated, nothing that looks into arrays or texts.</summary>
internal static class PartialIndexFilter
{
    /// <summary>Returns the filter if the server would build an index with it.</summary>
    public static Filter Check(Filter filter)
    {
        switch (filter)
        {
            case AllFilters all:
                all.Children.ToList().ForEach(child => Check(child));
                break;
            case AnyFilter any:
                any.Children.ToList().ForEach(child => Check(child));
                break;
            case FieldFilter field when IsAllowed(field.Condition):
                break;
            case ExpressionFilter:
                throw new MongoErrorException(ErrorCodes.QueryFeatureNotAllowed, "$expr is not allowed in this context");
            default:
                throw new MongoErrorException(ErrorCodes.CannotCreateIndex, "Expression not supported in partial index");
        }

        return filter;
    }

    private static bool IsAllowed(Condition condition) => condition switch
    {
        AllConditions all => all.Children.All(IsAllowed),
        EqualTo or Bound or OneOf or ExistsCondition or TypeCondition => true,
        _ => false,
    };
}
