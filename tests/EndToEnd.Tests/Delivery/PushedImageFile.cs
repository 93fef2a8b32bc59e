using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace EndToEnd.Tests.Delivery;

/// <summary>The file by which <c>Push</c> hands an image over to <c>Bump</c>.</summary>
internal static class PushedImageFile
{
    private const string Name = "PushedImage.Push.json";

    /// <summary>Writes what <c>Push</c> would hand over for a service at a commit.</summary>
    public static void Write(
        string root,
        string commit,
        string service,
        string registry,
        string repository,
        string digest
    )
    {
        var json = JsonSerializer.Serialize(
            new
            {
                Reference = new
                {
                    Registry = registry,
                    Repository = repository,
                    Tag = commit[..7],
                    Digest = digest,
                },
            }
        );
        var place = SHA256.HashData(Encoding.UTF8.GetBytes($"{commit}/{service}/{Name}\n{json}"));
        var folder = Directory.CreateDirectory(Path.Combine(root, "artifacts", "handover", commit, service)).FullName;
        File.WriteAllText(Path.Combine(folder, Name), $"{Convert.ToHexStringLower(place)}\n{json}");
    }
}
