using Nuke.Common;
using Nuke.Common.Execution;

namespace Pipeline.Build.Run;

/// <summary>
/// Has NUKE write nothing before a target's output, and only the text of what a target throws, as
/// <see cref="PlainException"/> has it.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class PlainOutputAttribute : BuildExtensionAttributeBase, IOnBuildCreated
{
    /// <inheritdoc />
    public void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets)
    {
        ((NukeBuild)Build).NoLogo = true;
        foreach (var target in executableTargets)
            for (var i = 0; i < target.Actions.Count; i++)
                target.Actions[i] = Plain(target, target.Actions[i]);
    }

    private Action Plain(ExecutableTarget target, Action action) =>
        () =>
        {
            try
            {
                action();
            }
            catch (Exception thrown)
            {
                var plain = PlainException.Of(thrown, Build);
                // Else NUKE puts the name of the exception's type there.
                if (target.SummaryInformation.Count == 0)
                    target.SummaryInformation.Add("Reason", plain.Message.Split('\n')[0]);
                throw plain;
            }
        };
}
