using System.Security.Cryptography;
using System.Text;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.Ssh.Releases;

/// <summary>
/// A release of a service for an environment: an image's files, with the unit and the variables that they run with.
/// </summary>
/// <param name="Image">The image, by tag and digest.</param>
/// <param name="Program">How the service runs on hosts.</param>
/// <param name="Unit">The unit's text.</param>
/// <param name="Environment">The text of its variables, which must not be written anywhere else.</param>
internal sealed record Release(ImageReference Image, HostedProgram Program, string Unit, string Environment)
{
    /// <summary>Its name: the image's tag, and a hash of everything that it is made of.</summary>
    public required string Name { get; init; }

    /// <summary>The release of an image as the catalog has it run.</summary>
    /// <param name="step">A step of the service.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="image">The image, by tag and digest.</param>
    /// <exception cref="StepFailedException">
    /// The service does not say how it runs on hosts, or a variable is not set.
    /// </exception>
    public static Release Of(StepContext step, DeploymentEnvironment environment, ImageReference image)
    {
        var service = step.Service;
        var program =
            service.Ssh
            ?? throw new StepFailedException(
                $"{service.Name} lacks \"ssh\" in the catalog, and {environment.Name} is deployed to by SSH: state its \"files\" and what to \"run\""
            );
        var unit = UnitFile.Write(environment, service, program, HostFolder.Of(environment, service));
        var variables = EnvironmentText.Write(service, program, System.Environment.GetEnvironmentVariable);
        return new(image, program, unit, variables)
        {
            Name = $"{image.Tag}-{Hash(environment.Ssh!, image.Digest!, program.Files, unit, variables)}",
        };
    }

    // Everyone on a host sees the name: with the private key, nobody can try which variables give it.
    private static string Hash(SshSettings settings, params string[] parts) =>
        Convert.ToHexStringLower(
            HMACSHA256.HashData(
                Encoding.UTF8.GetBytes(settings.ReadKey() ?? ""),
                Encoding.UTF8.GetBytes(string.Join('\0', parts))
            )
        )[..12];
}
