using System.Text.RegularExpressions;
using Nuke.Common.IO;
using Pipeline.Foundation.Yaml;

namespace Pipeline.Catalog.Reading;

internal sealed partial class CatalogAssembly
{
    private ArgoCdSettings ArgoCd(YamlMap map, EnvironmentEntry environment)
    {
        var entry = environment.Argocd!;
        var server = Server(map, entry);
        if (entry.Enabled == true && entry.Server is null)
            report(map["enabled"]!.Start, "\"argocd\" is enabled and lacks \"server\", the address of Argo CD");
        CheckVariable(map, "tokenVariable", entry.TokenVariable, "ARGOCD_AUTH_TOKEN", "a token");
        if (entry.Application is { } application && !IsPattern(application))
            report(
                map["application"]!.Start,
                $"\"{application}\" cannot be the name of each service's application: use {{service}}, and where it is to be there {{environment}}, among lower-case letters, digits, dashes and dots"
            );
        CheckTimeout(map, entry.Timeout);
        foreach (var (trigger, _) in (map["notifications"] as YamlMap)?.Entries ?? [])
            if (!Subscription().IsMatch(trigger.Value))
                report(
                    trigger.Start,
                    $"\"{trigger.Value}\" is not a subscription: write TRIGGER.SERVICE, such as on-deployed.slack"
                );

        var settings = new ArgoCdSettings { Namespace = entry.Namespace ?? document.Platform };
        return settings with
        {
            IsEnabled = entry.Enabled ?? server is not null,
            Server = server,
            TokenVariable = entry.TokenVariable ?? settings.TokenVariable,
            CertificateAuthority = entry.Ca is { } file ? TrustFile(map["ca"]!, file, "certificates") : null,
            Application = entry.Application ?? settings.Application,
            Project = entry.Project,
            Selector = entry.Selector,
            Timeout = Minutes(entry.Timeout) ?? settings.Timeout,
            Rollback = entry.Rollback ?? false,
            Repository = entry.Repository ?? (environment.Local == true ? null : environment.Gitops?.Repository),
            Cluster = entry.Cluster ?? settings.Cluster,
            Folders = [.. entry.Folders ?? []],
            Notifications =
                entry.Notifications?.ToImmutableSortedDictionary(StringComparer.Ordinal) ?? settings.Notifications,
        };
    }

    // It may lie outside the repository, with the machine's other certificates.
    private AbsolutePath TrustFile(YamlNode node, string file, string what)
    {
        AbsolutePath full = Path.GetFullPath(file, root);
        if (!File.Exists(full))
            report(
                node.Start,
                $"\"{file}\" does not exist: give the file of the {what}, relative to {root} or in full"
            );
        return full;
    }

    private static bool IsPattern(string application) =>
        application.Contains("{service}", StringComparison.Ordinal)
        && ApplicationName()
            .IsMatch(new ArgoCdSettings { Namespace = "x", Application = application }.ApplicationOf("x", "x"));

    private Uri? Server(YamlMap map, ArgoCdEntry entry)
    {
        if (entry.Server is null)
            return null;

        // Plain HTTP would send the token in the clear; a port-forward on this machine does not.
        if (
            Uri.TryCreate(entry.Server, UriKind.Absolute, out var server)
            && (server.Scheme == Uri.UriSchemeHttps || (server.Scheme == Uri.UriSchemeHttp && server.IsLoopback))
            && server is { UserInfo: "", Query: "", Fragment: "" }
        )
            return server;

        report(
            map["server"]!.Start,
            "\"server\" is the address of Argo CD, https://HOST or https://HOST/PATH, without a user, a query or a token"
        );
        return null;
    }

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$", RegexOptions.ExplicitCapture)]
    private static partial Regex ApplicationName();

    [GeneratedRegex(@"^[a-z0-9-]+\.[a-z0-9-]+$")]
    private static partial Regex Subscription();
}
