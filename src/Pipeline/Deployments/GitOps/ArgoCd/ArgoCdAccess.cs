using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Foundation.Secrets;

namespace Pipeline.Deployments.GitOps.ArgoCd;

/// <summary>
/// Opens clients of an environment's Argo CD: the address is in the catalog, the token in an environment variable.
/// </summary>
internal static class ArgoCdAccess
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The tokens of all environments of a platform, which no log may show.</summary>
    public static IEnumerable<string> Secrets(Platform platform) =>
        platform
            .Environments.Select(environment => environment.ArgoCd)
            .OfType<ArgoCdSettings>()
            .Select(Token)
            .OfType<string>();

    /// <summary>A client of an environment's Argo CD.</summary>
    /// <exception cref="ArgoCdException">There is no token, or the file of certificates is invalid.</exception>
    internal static ArgoCdClient Open(ArgoCdSettings settings)
    {
        var token =
            Token(settings)
            ?? throw new ArgoCdException(
                $"there is no token for Argo CD: set {settings.TokenVariable} to one that may get applications, or name another variable in \"argocd.tokenVariable\""
            );
        UsedRights.Tell(Right.ArgoCdToken, $"{settings.Server}");
        var handler = new SocketsHttpHandler
        {
            // A redirect would send the token elsewhere.
            AllowAutoRedirect = false,
            UseProxy = !settings.Server!.IsLoopback,
            SslOptions = Trust(settings.CertificateAuthority),
        };
        return new(settings, token, new(handler) { Timeout = Patience });
    }

    private static string? Token(ArgoCdSettings settings) =>
        Environment.GetEnvironmentVariable(settings.TokenVariable)?.Trim() is { Length: > 0 } token ? token : null;

    private static SslClientAuthenticationOptions Trust(AbsolutePath? file)
    {
        if (file is null)
            return new();

        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(file);
            if (authorities.Count == 0)
                throw new ArgoCdException($"{file} has no PEM certificate: correct \"argocd.ca\"");

            var policy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                // Private certificate authorities rarely publish revocation lists.
                RevocationMode = X509RevocationMode.NoCheck,
            };
            policy.CustomTrustStore.AddRange(authorities);
            return new() { CertificateChainPolicy = policy };
        }
        catch (Exception broken) when (broken is IOException or CryptographicException or UnauthorizedAccessException)
        {
            throw new ArgoCdException($"{file} cannot be read: {broken.Message}; correct \"argocd.ca\"", broken);
        }
    }
}
