using Nuke.Common.IO;

namespace Pipeline.Catalog.Reading;

/// <summary>
/// A catalog that is read while the build starts. Secrets are only known afterwards, so nothing of the catalog is
/// cached before it is asked for.
/// </summary>
internal sealed class PendingPlatform
{
    private readonly TaskCompletionSource<Func<string, bool>> secrets = new();
    private readonly Task<Platform> reading;

    private PendingPlatform(AbsolutePath file, AbsolutePath artifacts, ImmutableArray<Language> languages)
    {
        File = file;
        reading = Task.Run(() => CatalogReader.Read(file, artifacts, languages, text => secrets.Task.Result(text)));
    }

    /// <summary>The <c>pipeline.yaml</c>.</summary>
    public AbsolutePath File { get; }

    /// <summary>Starts to read a catalog, as <see cref="CatalogReader"/> does.</summary>
    /// <param name="file">The <c>pipeline.yaml</c>.</param>
    /// <param name="artifacts">
    /// The folder that the <c>local</c> environment keeps its registry and repository under.
    /// </param>
    /// <param name="languages">The languages that services may be written in, in order of precedence.</param>
    public static PendingPlatform Begin(
        AbsolutePath file,
        AbsolutePath artifacts,
        ImmutableArray<Language> languages
    ) => new(file, artifacts, languages);

    /// <summary>Waits for it.</summary>
    /// <param name="holdsSecret">True for a text with a secret, which must not be cached.</param>
    /// <exception cref="CatalogException">It is invalid; every problem is listed, with its place.</exception>
    public Platform End(Func<string, bool> holdsSecret)
    {
        secrets.TrySetResult(holdsSecret);
        return reading.GetAwaiter().GetResult();
    }
}
