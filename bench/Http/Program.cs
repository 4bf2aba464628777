using AuthServe.Http;

// `floor PORT` serves the bare endpoints; `oauth` measures tokens and flows beside them, `directory` lists of members, `import` imports, and without
// arguments a check. All print a table.
if (args is ["floor", var port]) Floor.Run(int.Parse(port, System.Globalization.CultureInfo.InvariantCulture));
else if (args is ["oauth"]) await OAuthBenchmark.RunAsync();
else if (args is ["directory"]) await DirectoryBenchmark.RunAsync();
else if (args is ["import"]) await ImportBenchmark.RunAsync();
else await CheckBenchmark.RunAsync();
