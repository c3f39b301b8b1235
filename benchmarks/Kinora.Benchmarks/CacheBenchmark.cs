using System.Diagnostics;
using Kinora.Data;
using Kinora.Data.Loading;
using Kinora.Models;
using Kinora.Torch;
using Kinora.Video.Augmentation;
using Kinora.Video.Sampling;
using Kinora.Video.Scaling;

namespace Kinora.Benchmarks;

/// <summary>An epoch of training clips, as tensors: decoded, and from the cache on disk. The two take turns; the memory cache is off.</summary>
internal static class CacheBenchmark
{
    public static void Run(string folder, int turns)
    {
        var data = DataSets.Open(folder);
        var cacheFolder = Directory.CreateTempSubdirectory("kinora-benchmark-").FullName;
        try
        {
            foreach (var side in new[] { 64, 112 })
            {
                var preprocessing = new Preprocessing { Geometry = new Squash(new(side, side)), Filter = ScaleFilter.OpenCvArea };
                var (decoded, cached) = (new double[turns], new double[turns]);
                Epoch(0, Cache());
                for (var turn = 0; turn < turns; turn++)
                {
                    decoded[turn] = Epoch(turn + 1, null);
                    cached[turn] = Epoch(turn + 1, Cache());
                }

                Console.WriteLine($"{data.Samples.Count} clips of 16 x {side} x {side}, {Environment.ProcessorCount} threads, milliseconds an epoch: decoded {Words(decoded)}, from the cache {Words(cached)}");
                Console.WriteLine($"  the cache takes {Measure.Middle(cached.Zip(decoded, (with, without) => with / without)):F3} of the time");

                double Epoch(int epoch, ClipCache? cache)
                {
                    var clips = new ClipSource(data, cacheBytes: 0, Environment.ProcessorCount, seed: 1, cache);
                    var loader = clips.Training(
                        [.. Enumerable.Range(0, data.Samples.Count)], preprocessing, new ClipSampler(SamplingKind.RandomStride, 16, 2), Augmentations.None, batchSize: 8, Device.Cpu);
                    var clock = Stopwatch.StartNew();
                    foreach (var batch in loader.Epoch(epoch))
                    {
                        batch.Dispose();
                    }

                    var time = clock.Elapsed.TotalMilliseconds;
                    clips.Index.Save();
                    return time;
                }
            }
        }
        finally
        {
            Directory.Delete(cacheFolder, recursive: true);
        }

        static string Words(double[] times) => $"{Measure.Middle(times):F0} ({times.Min():F0} to {times.Max():F0})";

        ClipCache Cache() => ClipCache.Open(1L << 33, cacheFolder);
    }
}
