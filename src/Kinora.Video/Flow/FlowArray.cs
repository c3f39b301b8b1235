using System.Runtime.InteropServices;
using Kinora.Video.Arrays;

namespace Kinora.Video.Flow;

/// <summary>
/// Flow as a NumPy array of 16-bit floats, (T, H, W, 2) in pixels: <c>numpy.load("flow.npy", mmap_mode="r")</c>. Motion below
/// 1,024 pixels is kept to 1/2,048 of itself.
/// </summary>
public static class FlowArray
{
    // Room for any shape; a multiple of 64, as NumPy aligns arrays.
    private const int HeaderBytes = 128;
    private const string Halves = "<f2";

    /// <summary>Writes a file as fields arrive, so that a long clip needs no more memory than a short one.</summary>
    public sealed class Writer : IDisposable
    {
        private readonly FileStream file;
        private readonly FrameSize size;
        private readonly Half[] halves;
        private int count;

        /// <summary>Begins a file. Until <see cref="Finish"/> it says that it holds no field.</summary>
        /// <param name="path">Where; a file that is there is replaced.</param>
        /// <param name="size">Height and width of every field.</param>
        /// <exception cref="IOException">The file cannot be written.</exception>
        public Writer(string path, FrameSize size)
        {
            this.size = size;
            halves = new Half[size.Height * size.Width * 2];
            file = new FileStream(path, FileMode.Create, FileAccess.Write);
            file.Write(Header(0, size));
        }

        /// <summary>Adds a field (H, W, 2), in pixels.</summary>
        /// <exception cref="IOException">The file cannot be written.</exception>
        public void Add(ReadOnlySpan<float> field)
        {
            if (field.Length != halves.Length)
            {
                throw new ArgumentException($"{field.Length} numbers are no flow of {size}, which has {halves.Length}");
            }

            for (var i = 0; i < field.Length; i++)
            {
                halves[i] = (Half)field[i];
            }

            file.Write(MemoryMarshal.AsBytes(halves.AsSpan()));
            count++;
        }

        /// <summary>Writes how many fields there are.</summary>
        /// <exception cref="IOException">The file cannot be written.</exception>
        public void Finish()
        {
            file.Position = 0;
            file.Write(Header(count, size));
            file.Flush();
        }

        /// <summary>Closes the file.</summary>
        public void Dispose() => file.Dispose();
    }

    /// <summary>Reads what a <see cref="Writer"/> wrote.</summary>
    /// <exception cref="VideoException">The file is missing, cut, or holds another array.</exception>
    public static FlowField Load(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (NpyHeader.Read(file) is not { Type: Halves, IsFortran: false, Shape: [var count, > 0 and var height, > 0 and var width, 2] } header)
            {
                throw new VideoException($"{path} is no flow that Kinora wrote: expected a NumPy array of 16-bit floats of shape (T, H, W, 2)");
            }

            var flow = new FlowField((int)count, (int)height, (int)width);
            var promised = header.Bytes + (2L * flow.Vectors.Length);
            if (file.Length != promised)
            {
                throw new VideoException($"{path} has {file.Length} bytes, and its header promises {promised}; it was cut or changed");
            }

            var halves = new Half[flow.Height * flow.Width * 2];
            for (var t = 0; t < count; t++)
            {
                file.ReadExactly(MemoryMarshal.AsBytes(halves.AsSpan()));
                var field = flow[t];
                for (var i = 0; i < halves.Length; i++)
                {
                    field[i] = (float)halves[i];
                }
            }

            return flow;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new VideoException($"{path} cannot be read: {problem.Message}", problem);
        }
    }

    private static byte[] Header(int count, FrameSize size) => NpyHeader.Write(Halves, HeaderBytes, count, size.Height, size.Width, 2);
}
