using System.Text;
using CliWrap;

namespace Pipeline.Tools;

/// <summary>The machine could not be set up; the message says what is missing or failed.</summary>
public sealed class SetupException(string message) : Exception(message);
