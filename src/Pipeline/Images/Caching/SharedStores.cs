using Nuke.Common.IO;
using Pipeline.Execution.Cache;
using Pipeline.Images.Registries;

namespace Pipeline.Images.Caching;

/// <summary>Finds the store that an address names.</summary>
internal static class SharedStores
{
    private const string Oci = "oci://";

    /// <summary>The store; null where no address is given.</summary>
    /// <param name="address"><c>oci://HOST/REPOSITORY</c>, <c>file:///FOLDER</c>, or a folder.</param>
    /// <param name="directory">What a relative folder is relative to.</param>
    /// <param name="registries">Opens the registry of an <c>oci://</c> address.</param>
    /// <exception cref="UnknownStoreException">It is none of these.</exception>
    public static ICacheStore? Find(string? address, AbsolutePath directory, SupportedRegistries registries) =>
        string.IsNullOrWhiteSpace(address) ? null
        : address.StartsWith(Oci, StringComparison.Ordinal) ? Registry(address, registries)
        : address.StartsWith("file://", StringComparison.Ordinal) ? new DirectoryStore(new Uri(address).LocalPath)
        : address.Contains("://", StringComparison.Ordinal) ? throw new UnknownStoreException(address)
        : new DirectoryStore(Path.GetFullPath(address, directory));

    private static OciStore Registry(string address, SupportedRegistries registries)
    {
        var name = address[Oci.Length..].TrimEnd('/');
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < name.Length - 1
            ? new(name[..slash], name[(slash + 1)..], registries)
            : throw new UnknownStoreException(address);
    }
}

/// <summary>An address names no store; the message says what does.</summary>
internal sealed class UnknownStoreException(string address)
    : Exception(
        $"\"{address}\" is no cache: give a folder, file:///FOLDER, or oci://HOST/REPOSITORY such as oci://127.0.0.1:5000/pipeline/cache"
    );
