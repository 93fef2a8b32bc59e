using System.Collections;
using Pipeline.Foundation.Secrets;

namespace Pipeline.Execution.Sandboxes;

/// <summary>
/// The variables of the build's environment that the programs of a service see: those that every program needs, the
/// settings of languages, and what the catalog names. Tokens, keys and files of a runner are none of them.
/// </summary>
/// <param name="Values">The variables that are passed.</param>
/// <param name="Withheld">
/// The names of those that are not, without those that every runner or shell sets, in order.
/// </param>
internal sealed record PassedVariables(ImmutableDictionary<string, string?> Values, ImmutableArray<string> Withheld)
{
    // The system's; the way to the network, and whom to trust there; the settings of compilers and package managers.
    private static readonly VariablePatterns Needed = new(
        """
        PATH HOME USER LOGNAME SHELL HOSTNAME LANG LANGUAGE LC_* TZ TERM COLORTERM NO_COLOR FORCE_COLOR TMPDIR CI XDG_*
        SYSTEMROOT SYSTEMDRIVE WINDIR COMSPEC PATHEXT TEMP TMP USERPROFILE APPDATA LOCALAPPDATA PROGRAMDATA PROGRAMFILES
        PROGRAMFILES(X86) NUMBER_OF_PROCESSORS PROCESSOR_* OS
        HTTP_PROXY HTTPS_PROXY FTP_PROXY ALL_PROXY NO_PROXY
        SSL_CERT_FILE SSL_CERT_DIR CURL_CA_BUNDLE REQUESTS_CA_BUNDLE GIT_SSL_CAINFO NIX_SSL_CERT_FILE
        CC CXX CFLAGS CXXFLAGS CPPFLAGS LDFLAGS MAKEFLAGS PKG_CONFIG_PATH LD_LIBRARY_PATH SOURCE_DATE_EPOCH
        GO* CGO_* DOTNET_* NUGET_* MSBUILD* UseSharedCompilation NODE_* NPM_CONFIG_* YARN_* PNPM_* COREPACK_*
        PYTHON* PIP_* PIPX_* UV_* POETRY_* PYTEST_* PYENV_* RUFF_* VIRTUAL_ENV
        JAVA_* JDK_* MAVEN_* M2_HOME GRADLE_* SBT_* KOTLIN_* RUST* CARGO_* GEM_* COMPOSER_* TRIVY_*
        """
    );

    // Google's are none of Go's, and build.sh sets .NET's for the build alone.
    private static readonly VariablePatterns Others = new("GOOGLE_* DOTNET_EnableDiagnostics_*");

    private static readonly VariablePatterns Usual = new(
        """
        GITHUB_* RUNNER_* ACTIONS_* INPUT_* AGENT_* ImageOS ImageVersion NUKE_* PIPELINE_* DOTNET_EnableDiagnostics_*
        _ PWD OLDPWD SHLVL BASH_* MAIL LS_COLORS LESS* PAGER EDITOR VISUAL TERM_* SSH_* GPG_* DBUS_*
        DISPLAY WAYLAND_* DESKTOP_* SESSION_* GNOME_* KDE_* VSCODE_*
        """
    );

    /// <summary>Chooses among the variables of this process.</summary>
    /// <param name="named">Those that the catalog names, which are passed in any case.</param>
    /// <param name="redaction">Knows the secrets.</param>
    public static PassedVariables Of(ImmutableArray<string> named, Redaction redaction)
    {
        var all = Environment
            .GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToLookup(variable => IsPassed(variable, named, redaction), variable => (string)variable.Key);
        return new(
            all[true].ToImmutableDictionary(name => name, Environment.GetEnvironmentVariable),
            [.. all[false].Where(name => !Usual.Name(name) && !Usual.Match(name)).Order(StringComparer.Ordinal)]
        );
    }

    // What a pattern stands for may also be a secret, by its name or by its value.
    private static bool IsPassed(DictionaryEntry variable, ImmutableArray<string> named, Redaction redaction) =>
        (string)variable.Key is var name
        && (
            named.Contains(name)
            || Needed.Name(name)
            || Needed.Match(name)
                && !Others.Match(name)
                && !SecretVariables.IsTelling(name)
                && !redaction.Finds((string?)variable.Value)
        );
}
