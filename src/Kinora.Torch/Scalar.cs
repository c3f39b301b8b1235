using Kinora.Torch.Binding;

namespace Kinora.Torch;

/// <summary>
/// A number given to an operator. Whether it is whole matters: <c>x.Add(2)</c> keeps a tensor of integers one,
/// <c>x.Add(2.0)</c> makes it real. <c>default</c> means "not given".
/// </summary>
public readonly struct Scalar : IEquatable<Scalar>
{
    private readonly Kind kind;
    private readonly long integer;
    private readonly double real;

    private Scalar(Kind kind, long integer, double real)
    {
        this.kind = kind;
        this.integer = integer;
        this.real = real;
    }

    private enum Kind : byte
    {
        NotGiven,
        Integer,
        Real,
        Boolean,
    }

    public static implicit operator Scalar(long value) => new(Kind.Integer, value, 0);

    public static implicit operator Scalar(int value) => new(Kind.Integer, value, 0);

    public static implicit operator Scalar(double value) => new(Kind.Real, 0, value);

    public static implicit operator Scalar(float value) => new(Kind.Real, 0, value);

    public static implicit operator Scalar(bool value) => new(Kind.Boolean, value ? 1 : 0, 0);

    public static bool operator ==(Scalar left, Scalar right) => left.Equals(right);

    public static bool operator !=(Scalar left, Scalar right) => !left.Equals(right);

    public bool Equals(Scalar other) => kind == other.kind && integer == other.integer && real.Equals(other.real);

    public override bool Equals(object? obj) => obj is Scalar other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(kind, integer, real);

    internal Argument OrElse(Argument otherwise) => kind switch
    {
        Kind.Integer => Argument.Of(integer),
        Kind.Real => Argument.Of(real),
        Kind.Boolean => Argument.Of(integer != 0),
        _ => otherwise,
    };
}
