using AuthServe.Micro;
using BenchmarkDotNet.Running;

// `memory` tells what a user in a silo's memory takes; everything else is BenchmarkDotNet's.
if (args is ["memory"]) await UserMemory.RunAsync();
else BenchmarkSwitcher.FromAssembly(typeof(World).Assembly).Run(args);
