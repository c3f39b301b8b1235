using Kinora.Models.Weights;

namespace Kinora.Data.Fetching;

/// <summary>Hears how the fetching of a data set goes.</summary>
public interface IFetchObserver
{
    /// <summary>A file is begun; what is returned hears of its bytes.</summary>
    /// <param name="file">Its name.</param>
    /// <param name="number">Which of the files it is, from 1.</param>
    /// <param name="count">How many there are.</param>
    IFileProgress Fetching(string file, int number, int count);

    /// <summary>An archive is being unpacked.</summary>
    void Unpacking(string file);
}

/// <summary>Hears of the bytes of one file; disposed when it is there, or failed.</summary>
public interface IFileProgress : IProgress<DownloadProgress>, IDisposable
{
    /// <summary>The file is there.</summary>
    /// <param name="isNew">Whether anything had to be fetched.</param>
    /// <param name="isChecked">Whether a checksum was published to compare with.</param>
    void Fetched(bool isNew, bool isChecked);
}
