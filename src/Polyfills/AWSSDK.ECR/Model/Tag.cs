using System.Text.Json.Serialization;

namespace Amazon.ECR.Model;

/// <summary>An AWS tag of a repository; not the tag of an image.</summary>
public class Tag
{
    /// <summary>The tag's key. Required.</summary>
    [JsonPropertyName("Key")]
    public string Key { get; set; }

    /// <summary>The tag's value. Required.</summary>
    [JsonPropertyName("Value")]
    public string Value { get; set; }
}
