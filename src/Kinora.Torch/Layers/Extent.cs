namespace Kinora.Torch.Layers;

/// <summary>Height and width of a kernel, stride or padding. One number stands for both.</summary>
public readonly record struct Extent2(long Height, long Width)
{
    /// <summary>The same number for both.</summary>
    public static implicit operator Extent2(long size) => new(size, size);

    /// <summary>(height, width).</summary>
    public static implicit operator Extent2((long Height, long Width) size) => new(size.Height, size.Width);

    /// <summary>As libtorch takes it.</summary>
    public long[] ToArray() => [Height, Width];
}

/// <summary>Time, height and width of a kernel, stride or padding. One number stands for all three.</summary>
public readonly record struct Extent3(long Time, long Height, long Width)
{
    /// <summary>The same number for all three.</summary>
    public static implicit operator Extent3(long size) => new(size, size, size);

    /// <summary>(time, height, width).</summary>
    public static implicit operator Extent3((long Time, long Height, long Width) size) => new(size.Time, size.Height, size.Width);

    /// <summary>As libtorch takes it.</summary>
    public long[] ToArray() => [Time, Height, Width];
}
