namespace Kinora.Data.Readers;

/// <summary>A folder per class with a folder of pictures per clip: <c>walk/a/frame_000000.jpg</c>, as <c>data frames</c> writes them.</summary>
internal sealed class FrameFolderReader : DataSetReader
{
    public override string Format => "frames";

    public override string Layout => "one folder per class, in it one folder of numbered pictures per clip: walk/a/frame_000000.jpg";

    public override bool Recognises(DataFolder folder) => folder.HoldsPictures;

    public override DataSet Read(DataFolder folder) => folder.HoldsPictures
        ? ClassFolderReader.Read(folder, Format)
        : throw new DataException($"{folder.Root} holds no folder of numbered pictures; expected {folder.PathOf("walk/a/frame_000000.jpg")} and on, a folder for every clip");
}
