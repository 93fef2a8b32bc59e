using Nuke.Common.Utilities;

namespace Nuke.Common;

public abstract partial class NukeBuild
{
    private Attribute[]? _outputSwitches;

    internal void WriteLogo()
    {
        if (!NoLogo && IsEnabled(DefaultOutput.Logo))
            Host.Information("NUKE Execution Engine 10.1.0 (polyfill)\n");
    }

    internal IDisposable WriteTarget(string target)
    {
        var writeBlock = Host.WriteBlock;
        var canCollapse = writeBlock.Method.DeclaringType != typeof(Host);
        var output = canCollapse ? DefaultOutput.TargetCollapse : DefaultOutput.TargetHeader;
        return IsEnabled(output) ? writeBlock(target) : Bracket.Nothing;
    }

    internal void WriteOutcome()
    {
        if (IsEnabled(DefaultOutput.ErrorsAndWarnings))
            Host.WriteErrorsAndWarnings();
        if (IsEnabled(DefaultOutput.TargetOutcome))
            Host.WriteTargetOutcome(this);
        if (IsEnabled(DefaultOutput.BuildOutcome))
            Host.WriteBuildOutcome(this);
    }

    private bool IsEnabled(DefaultOutput output)
    {
        _outputSwitches ??= Attribute.GetCustomAttributes(
            GetType(),
            typeof(DisableDefaultOutputAttribute),
            inherit: true
        );
        foreach (var attribute in _outputSwitches)
        {
            var off = (DisableDefaultOutputAttribute)attribute;
            if (Array.IndexOf(off.DisabledOutputs, output) >= 0 && off.IsApplicable(this))
                return false;
        }

        return true;
    }
}
