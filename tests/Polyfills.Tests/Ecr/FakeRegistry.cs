using System.Text.Json;
using System.Text.Json.Nodes;

namespace Polyfills.Tests.Ecr;

/// <summary>The state behind <see cref="FakeEcr" />: repositories, and one image in each.</summary>
internal sealed class FakeRegistry
{
    internal const string Account = "123456789012";
    internal const string Digest = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    internal const string ImageTag = "0a1b2c3";
    internal const string Manifest = """{"schemaVersion":2}""";

    private readonly Dictionary<string, JsonObject> _repositories = new(StringComparer.Ordinal);

    internal JsonObject Answer(string operation, JsonElement request) =>
        operation switch
        {
            "GetAuthorizationToken" => Token(),
            "CreateRepository" => Create(request),
            "DescribeRepositories" => Describe(request),
            "BatchGetImage" => GetImages(request),
            "DescribeImages" => DescribeImages(request),
            _ => throw new Refusal("InvalidParameterException"),
        };

    private static JsonObject Token() =>
        new()
        {
            ["authorizationData"] = new JsonArray(
                new JsonObject
                {
                    ["authorizationToken"] = Convert.ToBase64String("AWS:made-up-password"u8),
                    ["expiresAt"] = 1.7E9 + 0.25,
                    ["proxyEndpoint"] = $"https://{Account}.dkr.ecr.{FakeEcr.Region}.amazonaws.com",
                }
            ),
        };

    private JsonObject Create(JsonElement request)
    {
        var name = request.GetProperty("repositoryName").GetString()!;
        var repository = (JsonObject)JsonNode.Parse(request.GetRawText())!;
        repository.Remove("tags");
        repository["registryId"] = Account;
        repository["repositoryArn"] = $"arn:aws:ecr:{FakeEcr.Region}:{Account}:repository/{name}";
        repository["repositoryUri"] = $"{Account}.dkr.ecr.{FakeEcr.Region}.amazonaws.com/{name}";
        repository["createdAt"] = 1.7E9;
        return _repositories.TryAdd(name, repository)
            ? new JsonObject { ["repository"] = repository.DeepClone() }
            : throw new Refusal("RepositoryAlreadyExistsException");
    }

    private JsonObject Describe(JsonElement request)
    {
        var names = request.TryGetProperty("repositoryNames", out var asked)
            ? asked.EnumerateArray().Select(name => name.GetString()!)
            : _repositories.Keys;
        return new JsonObject { ["repositories"] = new JsonArray([.. names.Select(name => Find(name).DeepClone())]) };
    }

    private JsonObject GetImages(JsonElement request)
    {
        Find(request.GetProperty("repositoryName").GetString()!);
        var (found, lost) = (new JsonArray(), new JsonArray());
        foreach (var id in request.GetProperty("imageIds").EnumerateArray())
        {
            if (IsTheImage(id))
            {
                found.Add(
                    new JsonObject
                    {
                        ["imageId"] = new JsonObject { ["imageDigest"] = Digest, ["imageTag"] = ImageTag },
                        ["imageManifest"] = Manifest,
                    }
                );
            }
            else
            {
                lost.Add(
                    new JsonObject { ["imageId"] = JsonNode.Parse(id.GetRawText()), ["failureCode"] = "ImageNotFound" }
                );
            }
        }

        return new JsonObject { ["images"] = found, ["failures"] = lost };
    }

    private JsonObject DescribeImages(JsonElement request)
    {
        Find(request.GetProperty("repositoryName").GetString()!);
        if (request.TryGetProperty("imageIds", out var ids) && !ids.EnumerateArray().All(IsTheImage))
        {
            throw new Refusal("ImageNotFoundException");
        }

        return new JsonObject
        {
            ["imageDetails"] = new JsonArray(
                new JsonObject
                {
                    ["imageDigest"] = Digest,
                    ["imageTags"] = new JsonArray(ImageTag),
                    ["imageSizeInBytes"] = 5_000_000_000,
                    ["imagePushedAt"] = 1.7E9,
                    ["imageScanStatus"] = new JsonObject { ["status"] = "COMPLETE" },
                    ["imageScanFindingsSummary"] = new JsonObject
                    {
                        ["findingSeverityCounts"] = new JsonObject { ["HIGH"] = 2 },
                    },
                }
            ),
        };
    }

    private JsonObject Find(string name) =>
        _repositories.GetValueOrDefault(name) ?? throw new Refusal("RepositoryNotFoundException");

    private static bool IsTheImage(JsonElement id) =>
        (id.TryGetProperty("imageTag", out var tag) && tag.ValueEquals(ImageTag))
        || (id.TryGetProperty("imageDigest", out var digest) && digest.ValueEquals(Digest));

    /// <summary>An error of the service model, by its name.</summary>
    internal sealed class Refusal(string code) : Exception(code);
}
