namespace Kinora.Data.Readers;

/// <summary>Understands one layout of clips, labels, groups and splits.</summary>
internal abstract class DataSetReader
{
    /// <summary>The name that forces this layout.</summary>
    public abstract string Format { get; }

    /// <summary>The layout in one line, as help prints it.</summary>
    public abstract string Layout { get; }

    /// <summary>How many official divisions into training and test there are, from 1.</summary>
    public virtual int OfficialSplits => 1;

    /// <summary>Whether the folder has this layout beyond doubt.</summary>
    public abstract bool Recognises(DataFolder folder);

    /// <summary>Reads the folder.</summary>
    /// <exception cref="DataException">It does not have this layout, or is of no use.</exception>
    public abstract DataSet Read(DataFolder folder);

    /// <summary>Reads the folder, divided as one of several official divisions has it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="number">Which, from 1 to <see cref="OfficialSplits"/>.</param>
    /// <exception cref="DataException">It does not have this layout, or is of no use.</exception>
    public virtual DataSet Read(DataFolder folder, int number) => Read(folder);
}
