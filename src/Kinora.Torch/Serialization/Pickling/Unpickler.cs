using System.Numerics;

namespace Kinora.Torch.Serialization.Pickling;

/// <summary>
/// Runs one pickle (protocols 0 to 5) and gives its value, in these types: None is null; bool; int is <see cref="long"/> or
/// <see cref="BigInteger"/>; float is <see cref="double"/>; str is <see cref="string"/>; bytes is an array of bytes; list is a
/// List; tuple is an array of objects; dict is an OrderedDictionary; set is a HashSet.
/// Nothing is imported or run: a global is what <paramref name="findGlobal"/> makes of its name, which throws for all but a few.
/// Memory is bounded by a small multiple of the pickle's length, the stack is never deep.
/// Format: https://github.com/python/cpython/blob/3.11/Lib/pickletools.py
/// </summary>
internal sealed class Unpickler(Stream stream, Func<string, string, object> findGlobal, Func<object?, object?> loadPersistent)
{
    /// <summary>Longest pickle run, in bytes: it holds names, shapes and numbers, never the elements of tensors.</summary>
    public const long MaximumLength = 64 << 20;

    private readonly PickleReader reader = new(stream);
    private readonly List<object?> stack = [];
    private readonly List<int> marks = [];
    private readonly Dictionary<long, object?> memo = [];

    /// <summary>Reads to the STOP opcode; the stream then stands behind it.</summary>
    public object? Load()
    {
        var end = stream.Position + MaximumLength;
        for (var opcode = reader.Byte(); opcode != (byte)'.'; opcode = reader.Byte())
        {
            Step(opcode);
            if (stream.Position > end)
            {
                throw new InvalidDataException($"refused: its pickle is longer than the limit of {MaximumLength} bytes");
            }
        }

        return Pop();
    }

    private void Step(byte opcode)
    {
        switch (opcode)
        {
            // Framing: nothing to do.
            case 0x80: RequireProtocol(reader.Byte()); break;                                // PROTO
            case 0x95: reader.UInt64(); break;                                               // FRAME

            // Plain values.
            case (byte)'N': Push(null); break;
            case 0x88: Push(true); break;
            case 0x89: Push(false); break;
            case (byte)'I': Push(IntegerOrBoolean()); break;
            case (byte)'L': Push(reader.DecimalLine()); break;
            case (byte)'J': Push((long)reader.Int32()); break;
            case (byte)'K': Push((long)reader.Byte()); break;
            case (byte)'M': Push((long)reader.UInt16()); break;
            case 0x8a: Push(reader.Integer(reader.Byte())); break;                              // LONG1
            case 0x8b: Push(reader.Integer(Length(reader.Int32()))); break;                     // LONG4
            case (byte)'F': Push(reader.DoubleLine()); break;
            case (byte)'G': Push(reader.DoubleBigEndian()); break;
            case (byte)'S': Push(PickleText.Quoted(reader.Line())); break;
            case (byte)'T': Push(reader.Text(Length(reader.Int32()))); break;
            case (byte)'U': Push(reader.Text(reader.Byte())); break;
            case (byte)'V': Push(PickleText.RawUnicode(reader.Line())); break;
            case (byte)'X': Push(reader.Text((ulong)reader.UInt32())); break;
            case 0x8c: Push(reader.Text(reader.Byte())); break;                                 // SHORT_BINUNICODE
            case 0x8d: Push(reader.Text(reader.UInt64())); break;                               // BINUNICODE8
            case (byte)'C': Push(reader.Bytes(reader.Byte())); break;
            case (byte)'B': Push(reader.Bytes((ulong)reader.UInt32())); break;
            case 0x8e or 0x96: Push(reader.Bytes(reader.UInt64())); break;                      // BINBYTES8, BYTEARRAY8

            // Containers.
            case (byte)'(': marks.Add(stack.Count); break;
            case (byte)')': Push(Array.Empty<object?>()); break;
            case 0x85: Push(PopMany(1)); break;                                           // TUPLE1
            case 0x86: Push(PopMany(2)); break;                                           // TUPLE2
            case 0x87: Push(PopMany(3)); break;                                           // TUPLE3
            case (byte)'t': Push(PopToMark()); break;
            case (byte)']': Push(new List<object?>()); break;
            case (byte)'l': Push(new List<object?>(PopToMark())); break;
            case (byte)'a': AppendAll([Pop()]); break;
            case (byte)'e': AppendAll(PopToMark()); break;
            case (byte)'}': Push(new OrderedDictionary<object, object?>()); break;
            case (byte)'d': NewDictionary(PopToMark()); break;
            case (byte)'s': SetItems(PopMany(2)); break;
            case (byte)'u': SetItems(PopToMark()); break;
            case 0x8f: Push(new HashSet<object>()); break;                                // EMPTY_SET
            case 0x90: AddItems(PopToMark()); break;
            case 0x91: Push(PickleContainers.Set(PopToMark())); break;                    // FROZENSET

            // Stack and memo.
            case (byte)'0': Pop(); break;
            case (byte)'1': PopToMark(); break;
            case (byte)'2': Push(Peek()); break;
            case (byte)'p': memo[MemoLine()] = Peek(); break;
            case (byte)'q': memo[reader.Byte()] = Peek(); break;
            case (byte)'r': memo[reader.UInt32()] = Peek(); break;
            case 0x94: memo[memo.Count] = Peek(); break;                                // MEMOIZE
            case (byte)'g': Push(Recall(MemoLine())); break;
            case (byte)'h': Push(Recall(reader.Byte())); break;
            case (byte)'j': Push(Recall(reader.UInt32())); break;

            // Globals, calls and what lies outside of the pickle.
            case (byte)'c': Push(findGlobal(reader.Line(), reader.Line())); break;
            case 0x93: PushStackGlobal(); break;                                          // STACK_GLOBAL
            case (byte)'i': Push(Call(findGlobal(reader.Line(), reader.Line()), PopToMark())); break;
            case (byte)'o': CallFirst(PopToMark()); break;
            case (byte)'R' or 0x81: CallWithTuple(); break;                               // REDUCE, NEWOBJ
            case (byte)'b': Build(); break;
            case (byte)'P': Push(loadPersistent(reader.Line())); break;
            case (byte)'Q': Push(loadPersistent(Pop())); break;
            default: throw new InvalidDataException($"damaged, or of a kind not read here: its pickle has the opcode 0x{opcode:x2}");
        }
    }

    private void Push(object? value) => stack.Add(value);

    private object? Peek() => stack.Count > Floor ? stack[^1] : throw Damaged("takes a value from an empty stack");

    private int Floor => marks.Count > 0 ? marks[^1] : 0;

    private object? Pop()
    {
        var value = Peek();
        stack.RemoveAt(stack.Count - 1);
        return value;
    }

    private object?[] PopMany(int count)
    {
        if (stack.Count - Floor < count)
        {
            throw Damaged("takes a value from an empty stack");
        }

        return Cut(stack.Count - count);
    }

    private object?[] PopToMark()
    {
        if (marks.Count == 0)
        {
            throw Damaged("goes back to a mark that was never set");
        }

        var start = marks[^1];
        marks.RemoveAt(marks.Count - 1);
        return Cut(start);
    }

    private object?[] Cut(int start)
    {
        var values = stack.GetRange(start, stack.Count - start).ToArray();
        stack.RemoveRange(start, values.Length);
        return values;
    }

    private object? Recall(long index) =>
        memo.TryGetValue(index, out var value) ? value : throw Damaged($"recalls value {index}, which was never kept");

    private long MemoLine() => reader.DecimalLine() is long index and >= 0 ? index : throw Damaged("keeps a value under an impossible number");

    /// <summary>Protocol 0 and 1 write booleans as the integers "01" and "00".</summary>
    private object IntegerOrBoolean()
    {
        var start = stream.Position;
        switch (reader.Line())
        {
            case "01": return true;
            case "00": return false;
            default:
                stream.Position = start;
                return reader.DecimalLine();
        }
    }

    private void AppendAll(object?[] values) =>
        (Peek() as List<object?> ?? throw Damaged("appends to what is no list")).AddRange(values);

    private void AddItems(object?[] values)
    {
        var set = Peek() as HashSet<object> ?? throw Damaged("adds to what is no set");
        foreach (var value in values)
        {
            set.Add(PickleContainers.Key(value));
        }
    }

    private void NewDictionary(object?[] items)
    {
        Push(new OrderedDictionary<object, object?>());
        SetItems(items);
    }

    private void SetItems(object?[] items)
    {
        var target = Peek() as OrderedDictionary<object, object?> ?? throw Damaged("sets items of what is no dictionary");
        if (items.Length % 2 != 0)
        {
            throw Damaged("sets a key without a value");
        }

        for (var i = 0; i < items.Length; i += 2)
        {
            target[PickleContainers.Key(items[i])] = items[i + 1];
        }
    }

    private void PushStackGlobal()
    {
        if (PopMany(2) is not [string module, string name])
        {
            throw Damaged("names a global by something else than text");
        }

        Push(findGlobal(module, name));
    }

    private void CallWithTuple()
    {
        var parts = PopMany(2);
        Push(Call(parts[0], parts[1] as object?[] ?? throw Damaged("calls with arguments that are no tuple")));
    }

    private void CallFirst(object?[] parts)
    {
        if (parts.Length == 0)
        {
            throw Damaged("calls nothing");
        }

        Push(Call(parts[0], parts[1..]));
    }

    private static object? Call(object? function, object?[] arguments) =>
        function is PickleFunction known ? known.Call(arguments) : throw Damaged("calls what is no function");

    /// <summary>
    /// Attributes of an object. Only an OrderedDict may have them: state dicts carry <c>_metadata</c> (versions of layers) there,
    /// which nothing here needs.
    /// </summary>
    private void Build()
    {
        Pop();
        if (Peek() is not OrderedDictionary<object, object?>)
        {
            throw new InvalidDataException("refused: its pickle sets attributes of an object that is no OrderedDict");
        }
    }

    private static void RequireProtocol(byte protocol)
    {
        if (protocol > 5)
        {
            throw new InvalidDataException($"damaged or too new: its pickle has protocol {protocol}, known are 0 to 5");
        }
    }

    private static ulong Length(int length) =>
        length >= 0 ? (ulong)length : throw Damaged("has a negative length");

    private static InvalidDataException Damaged(string what) => new($"damaged: its pickle {what}");
}
