using System.Text;
using System.Text.Json;
using Nuke.Common.IO;

namespace Nuke.Common.Execution;

/// <summary>Values out of <c>.nuke/parameters.json</c> and the files of the loaded profiles.</summary>
internal sealed record ParametersFile(AbsolutePath Path, Dictionary<string, string[]> Values)
{
    public const string ProfileParameter = "Profile";

    private static List<ParametersFile>? s_files;

    /// <summary>
    /// The values of the parameter, and the file they stand in; a profile's file goes before the common one.
    /// </summary>
    public static (AbsolutePath File, string[] Values)? Find(string parameter)
    {
        // The profiles themselves are not read from a profile's file.
        if (parameter is ProfileParameter or RootFinder.ParameterName)
            return null;

        foreach (var file in s_files ??= Read())
        {
            if (file.Values.TryGetValue(parameter, out var found))
                return (file.Path, found);
        }

        return null;
    }

    private static List<ParametersFile> Read()
    {
        var directory = NukeBuild.RootDirectory / RootFinder.NukeDirectory;
        var files = new List<ParametersFile>();
        foreach (var profile in NukeBuild.LoadedLocalProfiles)
        {
            var file = directory / $"parameters.{profile}.json";
            files.Insert(0, new(file, Parse(file)));
        }

        var common = directory / "parameters.json";
        if (File.Exists(common))
            files.Add(new(common, Parse(common)));

        return files;
    }

    private static Dictionary<string, string[]> Parse(AbsolutePath file)
    {
        if (!File.Exists(file))
            throw new FileNotFoundException(
                $"The profile's file '{file}' does not exist: create it, or load another profile."
            );

        var json = File.ReadAllText(file);
        if (HasNothingButSchema(json))
            return [];

        try
        {
            var options = new JsonReaderOptions
            {
                CommentHandling = JsonCommentHandling.Skip,
                AllowTrailingCommas = true,
            };
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), options);
            return Parse(ref reader);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException(
                $"{file}:{exception.LineNumber + 1}:{exception.BytePositionInLine + 1}: "
                    + $"this is not the JSON object that is expected. {exception.Message}",
                exception
            );
        }
    }

    /// <summary>
    /// The file that NUKE creates has a reference to the schema and no more; starting the JSON reader for it takes
    /// longer than the file.
    /// </summary>
    private static bool HasNothingButSchema(string json) =>
        json.IndexOf(':', StringComparison.Ordinal) is var colon and > 0
        && json.LastIndexOf(':') == colon
        && json[..colon].TrimEnd().EndsWith("\"$schema\"", StringComparison.Ordinal);

    private static Dictionary<string, string[]> Parse(ref Utf8JsonReader reader)
    {
        var values = new Dictionary<string, string[]>();
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("A file of parameters is an object with a property for each of them.");

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.Null)
                values[name] = reader.TokenType == JsonTokenType.StartArray ? Items(ref reader) : [Text(ref reader)];
        }

        return values;
    }

    private static string[] Items(ref Utf8JsonReader reader)
    {
        var items = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            items.Add(Text(ref reader));

        return [.. items];
    }

    private static string Text(ref Utf8JsonReader reader) =>
        reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString()!,
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
            _ => throw new JsonException(
                "The value of a parameter is a text, a number, true, false, or an array of these."
            ),
        };
}
