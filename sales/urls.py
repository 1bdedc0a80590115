from django.urls import path

from inventory.views.choose import item_options
from layouts.views import suggest
from sales.views import customers as customer_pages
from sales.views import invoices, orders, payments, picking, shipments
from sales.views.trade import customers

app_name = "sales"
urlpatterns = [
    path("items/", item_options("sales.view"), name="item_options"),
    path("customers/options/", suggest.options("sales.view", customers, whole=True), name="customer_options"),
    path("orders/", orders.OrderList.as_view(), name="orders"),
    *orders.desk.paths(),
    path("shipments/", shipments.ShipmentList.as_view(), name="shipments"),
    path("shipments/<int:key>/pick/", picking.pick, name="shipment_pick"),
    *shipments.desk.paths(),
    path("invoices/", invoices.InvoiceList.as_view(), name="invoices"),
    *invoices.desk.paths(),
    path("invoices/<invoice:key>/payments/", payments.pay, name="invoice_pay"),
    path("invoices/<invoice:key>/payments/<int:payment>/remove/", payments.remove, name="invoice_payment_remove"),
    path("customers/", customer_pages.CustomerList.as_view(), name="customers"),
    path("customers/new/", customer_pages.new, name="customer_new"),
    path("customers/<int:number>/", customer_pages.show, name="customer"),
    path("customers/<int:number>/edit/", customer_pages.edit, name="customer_edit"),
    path("customers/<int:number>/layout/", customer_pages.choose_layout, name="customer_layout"),
    path("customers/<int:number>/note/", customer_pages.note, name="customer_note"),
    path("customers/<int:number>/bar/", customer_pages.bar, name="customer_bar"),
    path("customers/<int:number>/unbar/", customer_pages.unbar, name="customer_unbar"),
    path("customers/<int:number>/new/<slug:kind>/", customer_pages.begin, name="customer_begin"),
]
