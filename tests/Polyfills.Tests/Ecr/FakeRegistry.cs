using System.Text.Json;
using System.Text.Json.Nodes;
using Polyfills.Tests.Aws;

namespace Polyfills.Tests.Ecr;

/// <summary>The state behind <see cref="FakeEcr" />: repositories, and one image in each.</summary>
internal sealed class FakeRegistry
{
    internal const string Account = "123456789012";
    internal const string Digest = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    internal const string ImageTag = "0a1b2c3";
    internal const string Manifest = """{"schemaVersion":2}""";

    private readonly Dictionary<string, JsonObject> _repositories = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonArray> _tags = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _lifecycles = new(StringComparer.Ordinal);
    private readonly HashSet<string> _scanned = new(StringComparer.Ordinal);

    /// <summary>True for a digest that a scan can be asked for.</summary>
    internal Func<string, bool> IsScanned { get; set; } = digest => digest == Digest;

    internal JsonObject Answer(string operation, JsonElement request) =>
        operation switch
        {
            "GetAuthorizationToken" => Token(),
            "CreateRepository" => Create(request),
            "DescribeRepositories" => Describe(request),
            "BatchGetImage" => GetImages(request),
            "DescribeImages" => DescribeImages(request),
            "GetLifecyclePolicy" => Lifecycle(request),
            "PutLifecyclePolicy" => SetLifecycle(request),
            "ListTagsForResource" => Tags(request),
            "DescribeImageScanFindings" => Findings(request),
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
        if (IsContradiction(repository))
        {
            throw new Refusal("InvalidParameterException");
        }

        var tags = repository["tags"]?.DeepClone() as JsonArray ?? [];
        repository.Remove("tags");
        repository["registryId"] = Account;
        repository["repositoryArn"] = $"arn:aws:ecr:{FakeEcr.Region}:{Account}:repository/{name}";
        repository["repositoryUri"] = $"{Account}.dkr.ecr.{FakeEcr.Region}.amazonaws.com/{name}";
        repository["createdAt"] = 1.7E9;
        if (!_repositories.TryAdd(name, repository))
        {
            throw new Refusal("RepositoryAlreadyExistsException");
        }

        _tags[name] = tags;
        return new JsonObject { ["repository"] = repository.DeepClone() };
    }

    // Exclusions and a rule that has none, or the other way round; a key of KMS without its encryption.
    private static bool IsContradiction(JsonObject repository) =>
        $"{repository["imageTagMutability"]}".EndsWith("_WITH_EXCLUSION", StringComparison.Ordinal)
            != repository.ContainsKey("imageTagMutabilityExclusionFilters")
        || (
            repository["encryptionConfiguration"] is JsonObject encryption
            && encryption.ContainsKey("kmsKey")
            && $"{encryption["encryptionType"]}" == "AES256"
        );

    private JsonObject Lifecycle(JsonElement request)
    {
        var name = Named(request);
        return _lifecycles.TryGetValue(name, out var policy)
            ? new JsonObject { ["repositoryName"] = name, ["lifecyclePolicyText"] = policy }
            : throw new Refusal("LifecyclePolicyNotFoundException");
    }

    private JsonObject SetLifecycle(JsonElement request)
    {
        var policy = _lifecycles[Named(request)] = request.GetProperty("lifecyclePolicyText").GetString()!;
        using var rules = JsonDocument.Parse(policy);
        return rules.RootElement.GetProperty("rules").GetArrayLength() > 0
            ? new JsonObject { ["lifecyclePolicyText"] = policy }
            : throw new Refusal("InvalidParameterException");
    }

    private JsonObject Tags(JsonElement request)
    {
        var arn = request.GetProperty("resourceArn").GetString()!;
        var name = _repositories.SingleOrDefault(entry => $"{entry.Value["repositoryArn"]}" == arn).Key;
        return name is null
            ? throw new Refusal("RepositoryNotFoundException")
            : new JsonObject { ["tags"] = _tags[name].DeepClone() };
    }

    // The first answer is that the scan runs; then there are two pages.
    private JsonObject Findings(JsonElement request)
    {
        var name = Named(request);
        var repository = Find(name);
        var image = request.GetProperty("imageId");
        if (!(image.TryGetProperty("imageDigest", out var digest) ? IsScanned(digest.GetString()!) : IsTheImage(image)))
        {
            throw new Refusal("ImageNotFoundException");
        }

        if (repository["imageScanningConfiguration"]?["scanOnPush"]?.GetValue<bool>() != true)
        {
            throw new Refusal("ScanNotFoundException");
        }

        if (_scanned.Add(name))
        {
            return new JsonObject { ["imageScanStatus"] = new JsonObject { ["status"] = "IN_PROGRESS" } };
        }

        var isSecond = request.TryGetProperty("nextToken", out var token);
        if (isSecond && !token.ValueEquals("page-2"))
        {
            throw new Refusal("InvalidParameterException");
        }

        var page = new JsonObject
        {
            ["imageScanStatus"] = new JsonObject { ["status"] = "COMPLETE" },
            ["imageScanFindings"] = new JsonObject
            {
                ["imageScanCompletedAt"] = 1.7E9,
                ["vulnerabilitySourceUpdatedAt"] = 1.7E9,
                ["findings"] = new JsonArray(
                    Finding(isSecond ? "CVE-2099-0002" : "CVE-2099-0001", isSecond ? "CRITICAL" : "LOW")
                ),
            },
        };
        if (!isSecond)
        {
            page["nextToken"] = "page-2";
        }

        return page;
    }

    private static JsonObject Finding(string name, string severity) =>
        new()
        {
            ["name"] = name,
            ["description"] = "made up",
            ["uri"] = $"https://vulnerabilities.example/{name}",
            ["severity"] = severity,
            ["attributes"] = new JsonArray(
                new JsonObject { ["key"] = "package_name", ["value"] = "openssl" },
                new JsonObject { ["key"] = "package_version", ["value"] = "3.0.1" }
            ),
        };

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

    private string Named(JsonElement request)
    {
        var name = request.GetProperty("repositoryName").GetString()!;
        Find(name);
        return name;
    }

    private JsonObject Find(string name) =>
        _repositories.GetValueOrDefault(name) ?? throw new Refusal("RepositoryNotFoundException");

    private static bool IsTheImage(JsonElement id) =>
        (id.TryGetProperty("imageTag", out var tag) && tag.ValueEquals(ImageTag))
        || (id.TryGetProperty("imageDigest", out var digest) && digest.ValueEquals(Digest));
}
