using System.Text.RegularExpressions;
using Nuke.Common.IO;
using Pipeline.Foundation.Yaml;

namespace Pipeline.Catalog.Reading;

internal sealed partial class CatalogAssembly
{
    private SshSettings? Ssh(YamlScalar key, YamlMap environment, SshEntry? entry)
    {
        if (environment["ssh"] is not YamlMap map || entry is null)
        {
            report(
                key.Start,
                $"the environment \"{key.Value}\" lacks \"ssh\", the hosts that it is deployed to: set \"hosts\", \"keyVariable\", and \"knownHosts\" or \"fingerprints\""
            );
            return null;
        }

        CheckHosted(key);
        CheckVariable(map, "keyVariable", entry.KeyVariable, "DEPLOY_KEY", "the private key");
        CheckVariable(map, "passphraseVariable", entry.PassphraseVariable, "DEPLOY_PASSPHRASE", "the passphrase");
        if (entry.KnownHosts is null && entry.Fingerprints is null or [])
            report(
                map.Start,
                $"\"ssh\" of \"{key.Value}\" says nothing about the keys of its hosts, and no host is trusted unseen: set \"knownHosts\" or \"fingerprints\""
            );
        foreach (var fingerprint in (map["fingerprints"] as YamlList)?.Items.OfType<YamlScalar>() ?? [])
            if (!Fingerprint().IsMatch(fingerprint.Value))
                report(
                    fingerprint.Start,
                    $"\"{fingerprint.Value}\" is not the fingerprint of a key: write SHA256: and 43 characters, as \"ssh-keygen -lf\" shows it"
                );
        if (entry.Keep < 2)
            report(map["keep"]!.Start, $"\"keep\" is the number of releases that stay, at least 2, not {entry.Keep}");
        if (entry.AtATime < 1)
            report(map["atATime"]!.Start, $"\"atATime\" is a number of hosts, at least 1, not {entry.AtATime}");
        CheckTimeout(map, entry.Timeout);
        if (entry.Folder is { } folder && !HostFolder().IsMatch(folder))
            report(
                map["folder"]!.Start,
                $"\"{folder}\" cannot be the folder on the hosts: write an absolute path of letters, digits, dots, dashes and underscores"
            );
        var defaults = new SshSettings
        {
            Hosts = Hosts(map["hosts"] as YamlList),
            KeyVariable = entry.KeyVariable,
            Folder = entry.Folder ?? $"/opt/{document.Platform}/{key.Value}",
            UnitPrefix = $"{document.Platform}-{key.Value}",
        };
        return defaults with
        {
            Bastion = map["bastion"] is YamlScalar bastion ? Host(bastion) : null,
            KnownHosts = entry.KnownHosts is { } file ? Existing(map["knownHosts"]!, file, File.Exists) : null,
            Fingerprints = [.. entry.Fingerprints ?? []],
            PassphraseVariable = entry.PassphraseVariable,
            Keep = entry.Keep ?? defaults.Keep,
            AtATime = entry.AtATime ?? defaults.AtATime,
            Timeout = Minutes(entry.Timeout) ?? defaults.Timeout,
        };
    }

    private ImmutableArray<HostAddress> Hosts(YamlList? list)
    {
        if (list?.Items.Count == 0)
            report(list.Start, "\"hosts\" is empty: name at least one host");

        var hosts = ImmutableArray.CreateBuilder<HostAddress>();
        foreach (var item in list?.Items.OfType<YamlScalar>() ?? [])
            if (Host(item) is not { } host)
                continue;
            else if (hosts.Any(other => (other.Name, other.Port) == (host.Name, host.Port)))
                report(item.Start, $"\"{item.Value}\" is named twice in \"hosts\": keep one");
            else
                hosts.Add(host);
        return hosts.ToImmutable();
    }

    private HostAddress? Host(YamlScalar item)
    {
        var host = HostAddress.Parse(item.Value);
        if (host is null)
            report(item.Start, $"\"{item.Value}\" is not a host: write USER@HOST or USER@HOST:PORT");
        return host;
    }

    // Every service of the platform goes to every environment.
    private void CheckHosted(YamlScalar environment)
    {
        foreach (var (key, value) in ((YamlMap)yaml["services"]!).Entries)
            if ((value as YamlMap)?["ssh"] is not YamlMap)
                report(
                    key.Start,
                    $"\"{environment.Value}\" is deployed to by SSH, and the service \"{key.Value}\" lacks \"ssh\": state its \"files\" and what to \"run\""
                );
    }

    private HostedProgram Program(YamlMap map, HostedProgramEntry entry)
    {
        if (!ImagePath().IsMatch(entry.Files) || entry.Files.Split('/').Any(part => part is "." or ".."))
            report(
                map["files"]!.Start,
                $"\"{entry.Files}\" is not a path in the image: write an absolute one, as /app"
            );
        if (entry.Run is [] or [null or "", ..])
            report(map["run"]!.Start, "\"run\" is empty: name the program, such as [./main]");
        // https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html#Command%20lines
        if (entry.Run is [[var first, ..] program, ..] && "@-:+!|".Contains(first, StringComparison.Ordinal))
            report(
                map["run"]!.Start,
                $"\"run\" begins with a program, and \"{first}\" before \"{program[1..]}\" has another meaning to systemd: write its path"
            );
        foreach (var word in (map["run"] as YamlList)?.Items.OfType<YamlScalar>() ?? [])
            if (word.IsNull)
                report(word.Start, "\"run\" has an item without a text: quote it, or leave it out");
            else if (word.Value.Any(char.IsControl))
                report(word.Start, "\"run\" has no line breaks and control characters: systemd would not take them");
        if (entry.User is { } user && !Account().IsMatch(user))
            report(map["user"]!.Start, $"\"{user}\" is not the name of an account");
        CheckListed(map, "environment", "DATABASE_URL");
        foreach (var item in (map["environment"] as YamlList)?.Items.OfType<YamlScalar>() ?? [])
            if (RunnersVariable().IsMatch(item.Value))
                report(
                    item.Start,
                    $"{item.Value} is of the machine that the pipeline runs on, or is set by it, and means something else on a host: name it otherwise"
                );
        if (entry.Port is < 1 or > ushort.MaxValue)
            report(map["port"]!.Start, $"\"port\" is a number from 1 to 65535, not {entry.Port}");
        if (entry.Health is { } health && !HealthPath().IsMatch(health))
            report(map["health"]!.Start, $"\"{health}\" is not a path: write one that starts with a slash, as /health");
        if (entry is { Health: not null, Port: null })
            report(map["health"]!.Start, "\"health\" is asked at \"port\", which is not stated: add it");
        return new()
        {
            Files = entry.Files,
            Run = [.. entry.Run],
            User = entry.User,
            Environment = [.. entry.Environment ?? []],
            Port = entry.Port,
            Health = entry.Health,
        };
    }

    [GeneratedRegex(@"\ASHA256:[A-Za-z0-9+/]{43}\z")]
    private static partial Regex Fingerprint();

    [GeneratedRegex(@"\A(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+\z", RegexOptions.ExplicitCapture)]
    private static partial Regex HostFolder();

    [GeneratedRegex(@"\A(/[^/\p{Cc}]+)+\z", RegexOptions.ExplicitCapture)]
    private static partial Regex ImagePath();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_.-]*\z")]
    private static partial Regex Account();

    // https://docs.github.com/en/actions/reference/workflows-and-actions/variables; PORT is of the unit.
    [GeneratedRegex(@"\A(PATH|HOME|USER|SHELL|TMPDIR|PORT|CI|(GITHUB|RUNNER|LD)_.*)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex RunnersVariable();

    [GeneratedRegex(@"\A/[!-~]*\z")]
    private static partial Regex HealthPath();
}
