using System.Diagnostics;
using Kinora.Data;
using Kinora.Data.Loading;
using Kinora.Models;
using Kinora.Torch;
using Kinora.Video;
using Kinora.Video.Sampling;
using Kinora.Video.Scaling;

namespace Kinora.Benchmarks;

/// <summary>
/// An epoch of training clips: decoded, and from the cache on disk, as frames alone and with the tensors made of them. Decoding and
/// cache take turns; the memory cache is off.
/// </summary>
internal static class CacheBenchmark
{
    public static void Run(string folder, int turns)
    {
        var data = DataSets.Open(folder);
        var cacheFolder = Directory.CreateTempSubdirectory("kinora-benchmark-").FullName;
        var index = FrameCountIndex.Open(data.Root, cacheFolder);
        index.Fill(data.Samples, Environment.ProcessorCount);
        try
        {
            foreach (var side in new[] { 64, 112 })
            {
                var preprocessing = new Preprocessing { Geometry = new Squash(new(side, side)), Filter = ScaleFilter.OpenCvArea };
                Compare($"{data.Samples.Count} clips of 16 x {side} x {side}, frames", preprocessing.Geometry, _ => Tensor.From<float>([0], 1));
                Compare("  as tensors", preprocessing.Geometry, frames => preprocessing.ToTensor(frames, Device.Cpu));
            }
        }
        finally
        {
            Directory.Delete(cacheFolder, recursive: true);
        }

        void Compare(string what, FrameGeometry geometry, Func<IReadOnlyList<Frames>, Tensor> toTensor)
        {
            var (decoded, cached) = (new double[turns], new double[turns]);
            Epoch(0, Cache());
            for (var turn = 0; turn < turns; turn++)
            {
                decoded[turn] = Epoch(turn + 1, null);
                cached[turn] = Epoch(turn + 1, Cache());
            }

            var ratio = Measure.Middle(decoded.Zip(cached, (without, with) => without / with));
            Console.WriteLine($"{what}: decoded {Words(decoded)} ms an epoch, from the cache {Words(cached)} ms, {ratio:F1} times as fast");

            double Epoch(int epoch, ClipCache? cache)
            {
                var recipe = new ClipRecipe(new ClipSampler(SamplingKind.RandomStride, 16, 2), geometry, ScaleFilter.OpenCvArea);
                var options = new ClipLoaderOptions { BatchSize = 8, Shuffle = true };
                var loader = new ClipLoader(data, [.. Enumerable.Range(0, data.Samples.Count)], recipe, toTensor, options, index, cache: null, cache);
                var clock = Stopwatch.StartNew();
                foreach (var batch in loader.Epoch(epoch))
                {
                    batch.Dispose();
                }

                return clock.Elapsed.TotalMilliseconds;
            }
        }

        static string Words(double[] times) => $"{Measure.Middle(times):F0} ({times.Min():F0} to {times.Max():F0})";

        ClipCache Cache() => ClipCache.Open(1L << 33, cacheFolder);
    }
}
