using AuthServe.Http;

// `floor PORT` serves the bare endpoint; without arguments: measures a check beside it and prints a table.
if (args is ["floor", var port]) Floor.Run(int.Parse(port, System.Globalization.CultureInfo.InvariantCulture));
else await CheckBenchmark.RunAsync();
