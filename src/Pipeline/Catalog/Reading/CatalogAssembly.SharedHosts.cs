using Pipeline.Foundation.Yaml;

namespace Pipeline.Catalog.Reading;

// Environments may share hosts, where each service of each has a folder and a unit.
internal sealed partial class CatalogAssembly
{
    private void CheckSharedHosts(
        ImmutableArray<DeploymentEnvironment> environments,
        IReadOnlyList<KeyValuePair<YamlScalar, YamlNode>> written
    )
    {
        for (var i = 0; i < environments.Length; i++)
            foreach (var before in environments[..i])
                if (environments[i].Ssh is { } own && before.Ssh is { } other && AreShared(own, other))
                    CheckShared(written[i].Key, own, before.Name, other);
    }

    private void CheckShared(YamlScalar environment, SshSettings own, string before, SshSettings other)
    {
        if (own.Folder == other.Folder)
            report(
                environment.Start,
                $"\"{environment.Value}\" and \"{before}\" would share the folder {own.Folder} of a host: state another \"ssh.folder\""
            );
        foreach (var service in names)
        foreach (var namesake in names)
            if ($"{own.UnitPrefix}-{service}" == $"{other.UnitPrefix}-{namesake}")
                report(
                    environment.Start,
                    $"\"{service}\" in \"{environment.Value}\" and \"{namesake}\" in \"{before}\" would share the unit {own.UnitPrefix}-{service} of a host: rename one of them, or use other hosts"
                );
    }

    private static bool AreShared(SshSettings own, SshSettings other) =>
        own.Hosts.Any(host => other.Hosts.Any(same => same.Name == host.Name));
}
