namespace Kinora.Data.Readers;

/// <summary>Understands one layout of clips, labels, groups and splits.</summary>
internal abstract class DataSetReader
{
    /// <summary>The name that forces this layout.</summary>
    public abstract string Format { get; }

    /// <summary>The layout in one line, as help prints it.</summary>
    public abstract string Layout { get; }

    /// <summary>Whether the folder has this layout beyond doubt.</summary>
    public abstract bool Recognises(DataFolder folder);

    /// <summary>Reads the folder.</summary>
    /// <exception cref="DataException">It does not have this layout, or is of no use.</exception>
    public abstract DataSet Read(DataFolder folder);
}
