using System.Net;
using System.Net.Sockets;
using Nuke.Common.IO;

namespace Pipeline.Quality.Testing.Dependencies;

/// <summary>A server that tests need is neither installed nor available as an image.</summary>
internal sealed class MissingServerException(string reason) : Exception(reason);
