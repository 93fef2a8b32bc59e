using System.ComponentModel;
using System.Text;
using CliWrap;
using CliWrap.Buffered;
using Nuke.Common.IO;
using Pipeline.Deployments.GitOps.Rendering;

namespace Pipeline.Tests.Deployments.GitOps.Rendering;

/// <summary>What the real kubectl or helm made of files, or why it refused them.</summary>
internal sealed class RealRendering
{
    private const int Attempts = 3;

    // kubectl and helm refuse with this one; Go ends a program for which there is no memory or thread with another.
    private const int Refused = 1;

    private readonly IReadOnlyDictionary<string, string> files;
    private readonly BufferedCommandResult result;

    private RealRendering(IReadOnlyDictionary<string, string> files, BufferedCommandResult result) =>
        (this.files, this.result) = (files, result);

    /// <summary>True where it refused the files.</summary>
    public bool IsRefused => result.ExitCode == Refused;

    /// <summary>The containers that it rendered.</summary>
    public ImmutableArray<StatedContainer> Containers
    {
        get
        {
            IsRefused.ShouldBeFalse($"{this}");
            return StatedContainer.In(Encoding.UTF8.GetBytes(result.StandardOutput));
        }
    }

    /// <summary>What tells them apart.</summary>
    public IEnumerable<ContainerKey> Keys => Containers.Select(container => container.Key);

    /// <summary>
    /// Writes files, and has a program render them. Where a busy machine ended it, it is started again, and in the end
    /// the test fails.
    /// </summary>
    /// <param name="files">The texts by path.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments, by the folder of the files.</param>
    public static async Task<RealRendering> Of(
        IReadOnlyDictionary<string, string> files,
        string program,
        Func<AbsolutePath, string[]> arguments
    )
    {
        AbsolutePath root = Directory.CreateTempSubdirectory("pipeline-rendering-").FullName;
        try
        {
            foreach (var (path, text) in files)
                (root / path).WriteAllText(text);
            for (var attempt = 1; ; attempt++)
                try
                {
                    var ended = await Cli.Wrap(program)
                        .WithArguments(arguments(root))
                        .WithValidation(CommandResultValidation.None)
                        .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
                    if (ended.ExitCode is 0 or Refused)
                        return new(files, ended);
                    if (attempt == Attempts)
                        throw new InvalidOperationException(
                            $"{program} ended with {ended.ExitCode}, neither rendered nor refused: {ended.StandardError}"
                        );
                }
                catch (Win32Exception) when (attempt < Attempts)
                {
                    // A program that was just written is open for a moment longer in a process that is being started.
                    await Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);
                }
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    /// <summary>The files, the exit code and the standard error, for messages.</summary>
    public override string ToString() =>
        string.Concat(files.Select(file => $"--- {file.Key}\n{file.Value}"))
        + $"--- exit code {result.ExitCode}\n{result.StandardError}";
}
