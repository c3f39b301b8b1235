using System.Runtime.InteropServices;

namespace Kinora.Video.Scaling;

/// <summary>One pixel as it lies in a frame.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly record struct Rgb(byte Red, byte Green, byte Blue);
