namespace Kinora.Video.Sandbox;

/// <summary>What decoding one video may cost.</summary>
public sealed record SandboxLimits
{
    /// <summary>Bytes that the process may write to beside its code.</summary>
    public long Memory { get; init; } = 1L << 30;

    /// <summary>How long the process may live, on the clock.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromMinutes(5);
}

/// <summary>The program that decodes in a process of its own: it calls <see cref="SandboxWorker.Run"/> with its standard streams.</summary>
/// <param name="File">The program.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record SandboxProgram(string File, IReadOnlyList<string> Arguments);
