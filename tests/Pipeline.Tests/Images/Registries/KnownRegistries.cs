using Pipeline.Aws.Ecr;
using Pipeline.Images.LocalRegistries;
using Pipeline.Images.Registries;

namespace Pipeline.Tests.Images.Registries;

/// <summary>The kinds of registry that a build knows.</summary>
internal static class KnownRegistries
{
    public static readonly SupportedRegistries All = new(new LocalRegistryKind(), new EcrRegistries());
}
