using AuthServe.Http;

// `floor PORT ISSUER` serves the bare endpoints. `load FOLDER [NAME...]` measures operations under load by wrk, `cluster FOLDER` what takes how long with
// three silos, `scale FOLDER` a check as there is more of everything, `tenants FOLDER` one about anybody in a thousand organizations, `check` a check,
// `oauth` tokens and flows beside bare endpoints, `directory` lists of members, `import` imports. All print a table.
if (args is ["floor", var port, var issuer]) Floor.Run(int.Parse(port, System.Globalization.CultureInfo.InvariantCulture), issuer);
else if (args is ["load", var folder, .. var only]) await LoadBenchmark.RunAsync(folder, only);
else if (args is ["cluster", var report]) await ClusterBenchmark.RunAsync(report);
else if (args is ["scale", var scaled]) await ScaleBenchmark.RunAsync(scaled);
else if (args is ["tenants", var populated]) await TenantsBenchmark.RunAsync(populated);
else if (args is ["oauth"]) await OAuthBenchmark.RunAsync();
else if (args is ["directory"]) await DirectoryBenchmark.RunAsync();
else if (args is ["import"]) await ImportBenchmark.RunAsync();
else if (args is ["check"]) await CheckBenchmark.RunAsync();
else throw new ArgumentException("There is load FOLDER, cluster FOLDER, scale FOLDER, tenants FOLDER, check, oauth, directory and import.");
