namespace Kinora.Web.Api;

/// <summary>What browsers are told that a video is: judged by its first bytes, and only by types that browsers play.</summary>
internal static class MediaType
{
    /// <summary>The type of an open file; it stands at its start again afterwards.</summary>
    public static string Of(FileStream file)
    {
        Span<byte> head = stackalloc byte[12];
        var length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        file.Position = 0;
        head = head[..length];
        if (length == 12 && head[4..8].SequenceEqual("ftyp"u8))
        {
            return "video/mp4";
        }

        if (head.StartsWith<byte>([0x1A, 0x45, 0xDF, 0xA3]))
        {
            return "video/webm";
        }

        return length == 12 && head.StartsWith("RIFF"u8) && head[8..12].SequenceEqual("AVI "u8) ? "video/x-msvideo" : "application/octet-stream";
    }
}
