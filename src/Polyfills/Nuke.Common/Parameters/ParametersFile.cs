using System.Text.Json;
using Nuke.Common.IO;

namespace Nuke.Common.Execution;

/// <summary>Values out of <c>.nuke/parameters.json</c> and the files of the loaded profiles.</summary>
internal static class ParametersFile
{
    public const string ProfileParameter = "Profile";

    private static List<(AbsolutePath File, Dictionary<string, string[]> Values)>? s_files;

    /// <summary>The values of the parameter, and the file they stand in; a profile's file goes before the common one.</summary>
    public static (AbsolutePath File, string[] Values)? Find(string parameter)
    {
        // The profiles themselves are not read from a profile's file.
        if (parameter is ProfileParameter or RootFinder.ParameterName)
            return null;

        foreach (var (file, values) in s_files ??= Read())
        {
            if (values.TryGetValue(parameter, out var found))
                return (file, found);
        }

        return null;
    }

    private static List<(AbsolutePath File, Dictionary<string, string[]> Values)> Read()
    {
        var directory = NukeBuild.RootDirectory / RootFinder.NukeDirectory;
        var files = new List<(AbsolutePath, Dictionary<string, string[]>)>();
        foreach (var profile in NukeBuild.LoadedLocalProfiles)
        {
            var file = directory / $"parameters.{profile}.json";
            files.Add((file, Parse(file)));
        }

        files.Reverse();
        var common = directory / "parameters.json";
        if (File.Exists(common))
            files.Add((common, Parse(common)));

        return files;
    }

    private static Dictionary<string, string[]> Parse(AbsolutePath file)
    {
        if (!File.Exists(file))
            throw new FileNotFoundException(
                $"The profile's file '{file}' does not exist: create it, or load another profile."
            );

        try
        {
            var options = new JsonReaderOptions
            {
                CommentHandling = JsonCommentHandling.Skip,
                AllowTrailingCommas = true,
            };
            var bytes = File.ReadAllBytes(file).AsSpan();
            var reader = new Utf8JsonReader(bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes, options);
            return Parse(ref reader);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException(
                $"{file}:{exception.LineNumber + 1}:{exception.BytePositionInLine + 1}: this is not the JSON object that is expected. {exception.Message}",
                exception
            );
        }
    }

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
            JsonTokenType.Number => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
            _ => throw new JsonException(
                "The value of a parameter is a text, a number, true, false, or an array of these."
            ),
        };
}
