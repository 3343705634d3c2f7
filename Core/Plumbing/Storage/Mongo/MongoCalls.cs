namespace Pipeline.Core.Plumbing.Storage.Mongo;

/// <summary>Makes driver calls fail with the pipeline's exceptions.</summary>
internal static class MongoCalls
{
    /// <exception cref="TransientStorageException">Try again later.</exception>
    /// <exception cref="PermanentStorageException">The data can never be stored.</exception>
    public static async Task<T> TranslateErrorsAsync<T>(this Task<T> call)
    {
        try
        {
            return await call;
        }
        catch (Exception error) when (MongoErrors.Translate(error) is { } translated)
        {
            throw translated;
        }
    }

    /// <inheritdoc cref="TranslateErrorsAsync{T}"/>
    public static async Task TranslateErrorsAsync(this Task call)
    {
        try
        {
            await call;
        }
        catch (Exception error) when (MongoErrors.Translate(error) is { } translated)
        {
            throw translated;
        }
    }
}
