namespace Pipeline.Build.Completing;

/// <summary>
/// What a shell reads at its start to complete the command lines of builds. It asks the build that is being typed, so
/// one script is for all repositories; a build that would have to be compiled first is not waited for.
/// </summary>
internal static class CompletionScript
{
    /// <summary>The script of a shell.</summary>
    public static string For(Shell shell) =>
        shell switch
        {
            Shell.Bash => Bash,
            Shell.Zsh => Zsh,
            _ => PowerShell,
        };

    private const string Bash = """
        _pipeline() {
            local IFS=' ' line="${COMP_WORDS[*]:0:COMP_CWORD+1}"
            IFS=$'\n'
            COMPREPLY=($(PIPELINE_COMPILE=no "$1" Completion --line "$line" 2>/dev/null))
        }
        complete -o default -F _pipeline build.sh pipeline
        """;

    private const string Zsh = """
        _pipeline() {
            local -a candidates
            candidates=(${(f)"$(PIPELINE_COMPILE=no ${~words[1]} Completion --line "${(j: :)words[1,CURRENT]}" 2>/dev/null)"})
            if (( $#candidates )); then compadd -a candidates; else _files; fi
        }
        compdef _pipeline build.sh pipeline
        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName build.ps1, build.sh, build.cmd, pipeline -ScriptBlock {
            param($word, $command, $cursor)
            $line = "$command".PadRight($cursor - $command.Extent.StartOffset).Substring(0, $cursor - $command.Extent.StartOffset)
            $compile = $env:PIPELINE_COMPILE
            $env:PIPELINE_COMPILE = 'no'
            try { & $command.CommandElements[0].Value Completion --line $line 2>$null }
            finally { $env:PIPELINE_COMPILE = $compile }
        }
        """;
}
