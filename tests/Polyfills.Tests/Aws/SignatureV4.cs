using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Polyfills.Tests.Aws;

/// <summary>Verifies a request's Signature Version 4 as the service does: by computing it again.</summary>
public static class SignatureV4
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>What is wrong with the signature; null if it is right.</summary>
    public static string? Flaw(
        IHeaderDictionary headers,
        byte[] body,
        string region,
        string service,
        string accessKey,
        string secretKey
    )
    {
        var authorization = headers["Authorization"].ToString();
        if (!authorization.StartsWith($"{Algorithm} ", StringComparison.Ordinal))
        {
            return "no signature";
        }

        var parts = authorization[(Algorithm.Length + 1)..]
            .Split(',', StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2))
            .ToDictionary(part => part[0], part => part[1], StringComparer.Ordinal);
        var time = headers["X-Amz-Date"].ToString();
        var signed = parts["SignedHeaders"].Split(';');
        var scope = $"{time[..8]}/{region}/{service}/aws4_request";
        var tooOld = DateTime.UtcNow.AddMinutes(-5);

        return parts["Credential"] != $"{accessKey}/{scope}" ? $"credential is not of {scope}"
            : Time(time) < tooOld ? "expired"
            : !signed.Contains("host", StringComparer.Ordinal) ? "host is not signed"
            : !signed.Contains("x-amz-target", StringComparer.Ordinal) ? "x-amz-target is not signed"
            : headers.ContainsKey("X-Amz-Security-Token")
            && !signed.Contains("x-amz-security-token", StringComparer.Ordinal)
                ? "session token is not signed"
            : parts["Signature"] != Sign(headers, body, signed, time, scope, secretKey) ? "signature does not match"
            : null;
    }

    private static string Sign(
        IHeaderDictionary headers,
        byte[] body,
        string[] signed,
        string time,
        string scope,
        string secretKey
    )
    {
        var canonicalHeaders = string.Concat(signed.Select(name => $"{name}:{headers[name].ToString().Trim()}\n"));
        var canonicalRequest =
            $"POST\n/\n\n{canonicalHeaders}\n{string.Join(';', signed)}\n{Hex(SHA256.HashData(body))}";
        var toSign = $"{Algorithm}\n{time}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonicalRequest)))}";
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes($"AWS4{secretKey}"), Mac);
        return Hex(Mac(key, toSign));
    }

    private static DateTime Time(string time) =>
        DateTime.ParseExact(
            time,
            "yyyyMMdd'T'HHmmss'Z'",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal
        );

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
