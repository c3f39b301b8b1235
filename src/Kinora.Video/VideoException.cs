namespace Kinora.Video;

/// <summary>A video or image that cannot be read or written. The message is one line that names the file and what is wrong with it.</summary>
public class VideoException : Exception
{
    public VideoException(string message)
        : base(message)
    {
    }

    public VideoException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
